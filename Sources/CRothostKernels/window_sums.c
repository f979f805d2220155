#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

typedef struct {
    double n, x, y, xx, yy, xy;
} sums_t;

static inline sums_t add(sums_t s, double x, double y)
{
    /* x and y are NaN together with their pair; a NaN adds nothing. */
    const double present = (x == x && y == y) ? 1.0 : 0.0;
    x = present != 0.0 ? x : 0.0;
    y = present != 0.0 ? y : 0.0;
    s.n += present;
    s.x += x;
    s.y += y;
    s.xx += x * x;
    s.yy += y * y;
    s.xy += x * y;
    return s;
}

ROT_CLONES
void rot_window_sums(const double *x_left, const double *y_left, const double *x_right,
                     const double *y_right, size_t count, size_t window, double x_anchor,
                     double y_anchor, double *sums)
{
    sums_t s = {0, 0, 0, 0, 0, 0};
    for (size_t j = window; j-- > 0;) {
        if (j < count) {
            double *out = sums + j;
            out[0] = s.n;
            out[window] = s.x;
            out[2 * window] = s.y;
            out[3 * window] = s.xx;
            out[4 * window] = s.yy;
            out[5 * window] = s.xy;
        }
        if (x_left) s = add(s, x_left[j] - x_anchor, y_left[j] - y_anchor);
    }
    s = (sums_t){0, 0, 0, 0, 0, 0};
    for (size_t j = 0; j < count; j++) {
        s = add(s, x_right[j] - x_anchor, y_right[j] - y_anchor);
        double *out = sums + j;
        out[0] += s.n;
        out[window] += s.x;
        out[2 * window] += s.y;
        out[3 * window] += s.xx;
        out[4 * window] += s.yy;
        out[5 * window] += s.xy;
    }
}
