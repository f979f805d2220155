#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define LANES 8u
#define TOGETHER 4u /* columns that share the loads of the reflection's vector */

/* dots[k] = the sum of v[t] * columns[k * rows + t]: eight running sums each, added as a tree. */
static inline ROT_WITHIN void dots(const double *v, const double *columns, size_t rows,
                                   size_t count, double *out)
{
    rot_v8 sums[TOGETHER] = {{0}};
    for (size_t t = 0; t < rows; t += LANES) {
        const rot_v8 some = ROT_LOAD(v + t);
        for (size_t k = 0; k < count; k++) sums[k] += some * ROT_LOAD(columns + k * rows + t);
    }
    for (size_t k = 0; k < count; k++) out[k] = ROT_TOTAL(sums[k]);
}

/* columns[k] -= steps[k] * v. */
static inline ROT_WITHIN void subtract(const double *v, double *columns, size_t rows, size_t count,
                                       const double *steps)
{
    for (size_t t = 0; t < rows; t += LANES) {
        const rot_v8 some = ROT_LOAD(v + t);
        for (size_t k = 0; k < count; k++) {
            double *at = columns + k * rows + t;
            ROT_STORE(at, ROT_LOAD(at) - some * steps[k]);
        }
    }
}

/* `count` columns reflected: top[k * stride] is each one's number in R, in the reflection's row. */
static inline ROT_WITHIN void reflect(double head, const double *v, double scale, double *top,
                                      size_t stride, double *columns, size_t rows, size_t count)
{
    double steps[TOGETHER];
    dots(v, columns, rows, count, steps);
    for (size_t k = 0; k < count; k++) {
        steps[k] = scale * (head * top[k * stride] + steps[k]);
        top[k * stride] -= steps[k] * head;
    }
    subtract(v, columns, rows, count, steps);
}

ROT_CLONES ROT_WIDE
void rot_reduce_rows(double *panel, size_t rows, size_t columns, double *r)
{
    for (size_t j = 0; j < columns; j++) {
        const double *v = panel + j * rows;
        double square;
        dots(v, v, rows, 1, &square);
        if (square == 0.0) continue;
        double *diagonal = r + j * columns + j;
        /* The sign that adds instead of cancelling. */
        const double length = sqrt(*diagonal * *diagonal + square);
        const double reflected = *diagonal > 0.0 ? -length : length;
        const double head = *diagonal - reflected, scale = -1.0 / (reflected * head);
        *diagonal = reflected;
        size_t k = j + 1;
        for (; k + TOGETHER <= columns; k += TOGETHER) {
            reflect(head, v, scale, r + k * columns + j, columns, panel + k * rows, rows, TOGETHER);
        }
        for (; k < columns; k++) {
            reflect(head, v, scale, r + k * columns + j, columns, panel + k * rows, rows, 1);
        }
    }
}
