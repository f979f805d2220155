#include "CRothostKernels.h"

#include "clones.h"

#define LANES 8u

ROT_CLONES ROT_WIDE
void rot_split_block(const double *rows, size_t length, size_t max_lag, size_t count,
                     const double *roots, double *z, size_t block, size_t blocks, double *inner,
                     double *outer)
{
    for (size_t k = 0; k < count; k++) {
        double *out = z + k * ROT_COMPLEX_LANES;
        const rot_v8 none = {0};
        ROT_STORE(out, k < length ? ROT_LOAD(rows + (max_lag + k) * LANES) : none);
        ROT_STORE(out + LANES, ROT_LOAD(rows + k * LANES));
    }
    rot_transform(z, count, roots);
    size_t f = 0;
    for (size_t start = 0; start < count; start = start ? 2 * start : 1) {
        const size_t end = start ? 2 * start : 1;
        for (size_t i = start; 2 * i < start + end; i++, f++) {
            const double *a = z + i * ROT_COMPLEX_LANES;
            const double *b = z + (start + end - 1 - i) * ROT_COMPLEX_LANES;
            const rot_v8 ar = ROT_LOAD(a), ai = ROT_LOAD(a + LANES);
            const rot_v8 br = ROT_LOAD(b), bi = ROT_LOAD(b + LANES);
            const size_t at = (f * blocks + block) * ROT_COMPLEX_LANES;
            ROT_STORE(inner + at, ar + br);
            ROT_STORE(inner + at + LANES, ai - bi);
            ROT_STORE(outer + at, ai + bi);
            ROT_STORE(outer + at + LANES, br - ar);
        }
    }
}

/* cross[i] = the sum over blocks of conj(P of series i) Q of eight series, at one frequency. */
static inline void cross_spectra(const double *inner, const double *outer, size_t blocks,
                                 double *cross)
{
    rot_v8 re[LANES] = {{0}}, im[LANES] = {{0}};
    for (size_t b = 0; b < blocks; b++) {
        const double *p = inner + b * ROT_COMPLEX_LANES, *q = outer + b * ROT_COMPLEX_LANES;
        const rot_v8 qr = ROT_LOAD(q), qi = ROT_LOAD(q + LANES);
        for (size_t i = 0; i < LANES; i++) {
            re[i] += p[i] * qr;
            im[i] += p[i] * qi;
        }
        for (size_t i = 0; i < LANES; i++) {
            re[i] += p[LANES + i] * qi;
            im[i] -= p[LANES + i] * qr;
        }
    }
    for (size_t i = 0; i < LANES; i++) {
        ROT_STORE(cross + i * ROT_COMPLEX_LANES, re[i]);
        ROT_STORE(cross + i * ROT_COMPLEX_LANES + LANES, im[i]);
    }
}

/* z = A + i B at every frequency, of the real series behind the half spectra a and b. */
static inline void join(const double *a, const double *b, size_t stride, size_t count, double *z)
{
    size_t f = 0;
    for (size_t start = 0; start < count; start = start ? 2 * start : 1) {
        const size_t end = start ? 2 * start : 1;
        for (size_t i = start; 2 * i < start + end; i++, f++) {
            const rot_v8 ar = ROT_LOAD(a + f * stride), ai = ROT_LOAD(a + f * stride + LANES);
            const rot_v8 br = ROT_LOAD(b + f * stride), bi = ROT_LOAD(b + f * stride + LANES);
            double *mirror = z + (start + end - 1 - i) * ROT_COMPLEX_LANES;
            double *here = z + i * ROT_COMPLEX_LANES;
            ROT_STORE(mirror, ar + bi);
            ROT_STORE(mirror + LANES, br - ai);
            ROT_STORE(here, ar - bi);
            ROT_STORE(here + LANES, ai + br);
        }
    }
}

/* The correlations of series i with eight others, lag by lag, each clipped to [-1, 1]. */
static inline void correlate(const double *sums, size_t lags, size_t i, const rot_cross_leg *x,
                             const rot_cross_leg *y, double scale, double *r)
{
    for (size_t k = 0; k < lags; k++) {
        const size_t mirrored = lags - 1 - k;
        const rot_v8 product = ROT_LOAD(sums + k * ROT_COMPLEX_LANES) * scale
            - x->means[k * LANES + i] * ROT_LOAD(y->means + mirrored * LANES);
        const rot_v8 value = product * x->weights[k * LANES + i]
            * ROT_LOAD(y->weights + mirrored * LANES);
        const rot_m8 high = value > ROT_ONES, low = value < -ROT_ONES;
        ROT_STORE(r + k * LANES, ROT_WHERE(~(high | low), value) + ROT_WHERE(high, ROT_ONES)
                                     - ROT_WHERE(low, ROT_ONES));
    }
}

ROT_CLONES ROT_WIDE
void rot_cross_tile(const rot_cross_leg *x, const rot_cross_leg *y, size_t count, size_t blocks,
                    size_t lags, const double *roots, double *scratch, double *tile)
{
    const size_t half = count / 2 + 1, stride = LANES * ROT_COMPLEX_LANES;
    double *cross = scratch, *z = scratch + half * stride, *r = z + count * ROT_COMPLEX_LANES;
    for (size_t f = 0; f < half; f++) {
        const size_t at = f * blocks * ROT_COMPLEX_LANES;
        cross_spectra(x->inner + at, y->outer + at, blocks, cross + f * stride);
    }
    /* P and Q are twice the spectra and the way back multiplies by count: powers of two all. */
    const double scale = 0.25 / (double)count;
    for (size_t i = 0; i < LANES; i += 2) {
        const double *a = cross + i * ROT_COMPLEX_LANES;
        join(a, a + ROT_COMPLEX_LANES, stride, count, z);
        rot_transform_back(z, count, roots);
        for (size_t part = 0; part < 2; part++) {
            correlate(z + part * LANES, lags, i + part, x, y, scale, r);
            for (size_t l = 0; l < LANES; l++) {
                double *out = tile + ((i + part) * LANES + l) * lags;
                for (size_t k = 0; k < lags; k++) out[k] = r[k * LANES + l];
            }
        }
    }
}
