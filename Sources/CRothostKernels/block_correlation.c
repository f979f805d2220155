#include "CRothostKernels.h"

#include "clones.h"

/* values[start + k], 0 outside [0, count). */
static inline double at(const double *values, size_t count, ptrdiff_t index)
{
    return index >= 0 && (size_t)index < count ? values[index] : 0.0;
}

ROT_CLONES ROT_WIDE
void rot_load_blocks(const double *x, const double *y, size_t count, double x_scale,
                     double y_scale, size_t first, size_t length, size_t max_lag, double *z)
{
    const size_t size = length + 2 * max_lag;
    const size_t last = first + 8 * length + max_lag;
    const int inside = first >= max_lag && last <= count;
    for (size_t k = 0; k < size; k++) {
        double *out = z + k * ROT_COMPLEX_LANES;
        if (inside) {
            const double *from = y + (first + k - max_lag);
            for (size_t l = 0; l < 8; l++) out[8 + l] = from[l * length] * y_scale;
            for (size_t l = 0; l < 8; l++) {
                out[l] = k < length ? x[first + k + l * length] * x_scale : 0.0;
            }
            continue;
        }
        for (size_t l = 0; l < 8; l++) {
            const ptrdiff_t row = (ptrdiff_t)(first + l * length + k);
            out[l] = k < length ? at(x, count, row) * x_scale : 0.0;
            out[8 + l] = at(y, count, row - (ptrdiff_t)max_lag) * y_scale;
        }
    }
}

ROT_CLONES ROT_WIDE
void rot_add_cross_spectra(const double *z, size_t count, double *spectra)
{
    for (size_t block = 0; block < count; block = block ? 2 * block : 1) {
        const size_t end = block ? 2 * block : 1;
        for (size_t i = block; i < end; i++) {
            /* In bit-reversed order the negative of a frequency mirrors its power-of-two block. */
            const size_t j = end - 1 - (i - block);
            const rot_v8 *a = (const rot_v8 *)(const void *)(z + i * ROT_COMPLEX_LANES);
            const rot_v8 *b = (const rot_v8 *)(const void *)(z + j * ROT_COMPLEX_LANES);
            rot_v8 *out = (rot_v8 *)(void *)(spectra + i * ROT_COMPLEX_LANES);
            out[0] += a[0] * b[1] + a[1] * b[0];
            out[1] += 0.5 * ((b[0] * b[0] + b[1] * b[1]) - (a[0] * a[0] + a[1] * a[1]));
        }
    }
}
