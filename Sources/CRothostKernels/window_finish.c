#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

/* Central sums keep at least this share of the raw ones: three digits of sixteen may cancel. */
#define CANCELLED 1e-3

/* A product of two central sums that has neither over- nor underflowed on the way. */
#define SMALL 1e-280
#define LARGE 1e280

/*
 * n times each central sum is n Sxx - Sx^2: the one division of a window is that of the answer.
 */
ROT_CLONES ROT_WIDE
size_t rot_window_finish(int statistic, const double *sums, size_t count, size_t stride,
                         double least, double ddof, double *out)
{
    const double *n = sums, *x = sums + stride, *y = sums + 2 * stride;
    const double *xx = sums + 3 * stride, *yy = sums + 4 * stride, *xy = sums + 5 * stride;
    size_t again = 0;
    switch (statistic) {
    case ROT_WINDOW_VARIANCE:
        for (size_t j = 0; j < count; j++) {
            const double raw = n[j] * xx[j], central = raw - x[j] * x[j];
            const double value = central / (n[j] * (n[j] - ddof));
            const int bad = !(central > CANCELLED * raw);
            out[j] = n[j] < least ? NAN : bad ? INFINITY : value;
        }
        break;
    case ROT_WINDOW_COVARIANCE:
        for (size_t j = 0; j < count; j++) {
            const double rawx = n[j] * xx[j], rawy = n[j] * yy[j];
            const double xc = rawx - x[j] * x[j], yc = rawy - y[j] * y[j];
            const double value = (n[j] * xy[j] - x[j] * y[j]) / (n[j] * (n[j] - ddof));
            const int bad = !(xc > CANCELLED * rawx) | !(yc > CANCELLED * rawy);
            out[j] = n[j] < least ? NAN : bad ? INFINITY : value;
        }
        break;
    case ROT_WINDOW_CORRELATION:
        for (size_t j = 0; j < count; j++) {
            const double rawx = n[j] * xx[j], rawy = n[j] * yy[j];
            const double xc = rawx - x[j] * x[j], yc = rawy - y[j] * y[j], square = xc * yc;
            const double value = (n[j] * xy[j] - x[j] * y[j]) / sqrt(square);
            const int bad = !(xc > CANCELLED * rawx) | !(yc > CANCELLED * rawy)
                | !(square > SMALL) | !(square < LARGE);
            const double clipped = value > 1.0 ? 1.0 : value < -1.0 ? -1.0 : value;
            out[j] = n[j] < least ? NAN : bad ? INFINITY : clipped;
        }
        break;
    default:
        for (size_t j = 0; j < count; j++) {
            const double rawx = n[j] * xx[j], rawy = n[j] * yy[j];
            const double xc = rawx - x[j] * x[j], yc = rawy - y[j] * y[j];
            const double value = (n[j] * xy[j] - x[j] * y[j]) / xc;
            const int bad = !(xc > CANCELLED * rawx) | !(yc > CANCELLED * rawy);
            out[j] = n[j] < least ? NAN : bad ? INFINITY : value;
        }
        break;
    }
    for (size_t j = 0; j < count; j++) again += out[j] == INFINITY;
    return again;
}
