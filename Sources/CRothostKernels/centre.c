#include "CRothostKernels.h"

#include "clones.h"

#define SUMS 8u

/* Each value less its anchor, in eight running sums. */
static inline double sum(const double *x, size_t count, double anchor)
{
    double s[SUMS] = {0};
    size_t t = 0;
    for (; t + SUMS <= count; t += SUMS) {
        for (size_t k = 0; k < SUMS; k++) s[k] += x[t + k] - anchor;
    }
    for (size_t k = 0; t < count; t++, k++) s[k] += x[t] - anchor;
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}

/* Relative to the first value, and twice: the second pass takes what rounding left of the mean. */
ROT_CLONES ROT_WIDE
double rot_centre(const double *x, size_t count, double *out)
{
    if (count == 0) return 0.0;
    const double anchor = x[0], offset = sum(x, count, anchor) / (double)count;
    for (size_t t = 0; t < count; t++) out[t] = (x[t] - anchor) - offset;
    const double rest = sum(out, count, 0.0) / (double)count;
    for (size_t t = 0; t < count; t++) out[t] -= rest;
    return sum(out, count, 0.0);
}
