#include "CRothostKernels.h"

#include "clones.h"

#define SUMS 8u

/* One dot product in eight running sums, added as a tree. */
static inline double dot(const double *x, const double *y, size_t count)
{
    double s[SUMS] = {0};
    size_t t = 0;
    for (; t + SUMS <= count; t += SUMS) {
        for (size_t k = 0; k < SUMS; k++) s[k] += x[t + k] * y[t + k];
    }
    for (size_t k = 0; t < count; t++, k++) s[k] += x[t] * y[t];
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}

ROT_CLONES ROT_WIDE
void rot_sliding_dots(const double *x, const double *y, size_t count, size_t lags, double *out)
{
    for (size_t k = 0; k < lags; k++) out[k] = dot(x, y + k, count);
}
