#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

static inline double larger(double a, double b) { return a > b ? a : b; }

static inline double sign_of(const uint64_t *signs, size_t block)
{
    return signs[block / 64] >> (block % 64) & 1 ? 1.0 : -1.0;
}

/* Of |base + sign c[k] - (first + k) slope|. Four maxima side by side: one alone is a chain. */
static inline double block_maximum(const double *c, size_t count, double sign, double base,
                                   double slope, double first)
{
    double m[4] = {0};
    size_t k = 0;
    for (; k + 4 <= count; k += 4) {
        for (size_t j = 0; j < 4; j++)
            m[j] = larger(fabs(base + sign * c[k + j] - (first + (double)(k + j)) * slope), m[j]);
    }
    for (; k < count; k++)
        m[0] = larger(fabs(base + sign * c[k] - (first + (double)k) * slope), m[0]);
    return larger(larger(m[0], m[1]), larger(m[2], m[3]));
}

ROT_CLONES
double rot_signed_bridge(const double *c, size_t count, size_t block, const uint64_t *signs,
                         size_t low, size_t high)
{
    double total = 0, base = 0, maximum = 0;
    for (size_t start = 0, b = 0; start < count; start += block, b++) {
        size_t end = start + block < count ? start + block : count;
        total += sign_of(signs, b) * (c[end] - c[start]);
    }
    double slope = total / (double)count;
    for (size_t start = 0, b = 0; start < count; start += block, b++) {
        size_t end = start + block < count ? start + block : count;
        size_t from = start + 1 > low ? start + 1 : low, to = end < high ? end : high;
        double sign = sign_of(signs, b);
        if (from <= to)
            maximum = larger(block_maximum(c + from, to - from + 1, sign, base - sign * c[start],
                                           slope, (double)from), maximum);
        base += sign * (c[end] - c[start]);
    }
    return maximum;
}
