#include "CRothostKernels.h"

#include "clones.h"

#define LANES 8u

/*
 * Five cache lines that the next block will write, all in different places: asked for a block in advance, as
 * another core may have them.
 */
static inline void fetch_outputs(const double *inner, const double *outer, size_t at)
{
    const uintptr_t p = (uintptr_t)inner + at * ROT_INNER_LANES * sizeof *inner;
    const uintptr_t q = (uintptr_t)outer + at * ROT_COMPLEX_LANES * sizeof *outer;
    for (size_t k = 0; k < ROT_INNER_LANES * sizeof *inner; k += 64) {
        __builtin_prefetch((const void *)(p + k), 1);
    }
    for (size_t k = 0; k < ROT_COMPLEX_LANES * sizeof *outer; k += 64) {
        __builtin_prefetch((const void *)(q + k), 1);
    }
}

ROT_CLONES ROT_WIDE
void rot_split_block(const double *rows, const double *scales, size_t length, size_t max_lag,
                     size_t count, const double *roots, double *z, size_t block, size_t blocks,
                     double *inner, double *outer)
{
    const rot_v8 scale = ROT_LOAD(scales), none = {0};
    for (size_t k = 0; k < count; k++) {
        double *out = z + k * ROT_COMPLEX_LANES;
        ROT_STORE(out, none);
        if (k < length) ROT_STORE(out, ROT_LOAD(rows + (max_lag + k) * LANES) * scale);
        ROT_STORE(out + LANES, ROT_LOAD(rows + k * LANES) * scale);
        if (2 * k > count) continue;
        fetch_outputs(inner, outer, k * blocks + block + 1);
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
            const rot_v8 re = ar + br, im = ai - bi;
            double *p = inner + (f * blocks + block) * ROT_INNER_LANES;
            double *q = outer + (f * blocks + block) * ROT_COMPLEX_LANES;
            ROT_STORE(p, re);
            ROT_STORE(p + LANES, im);
            ROT_STORE(p + 2 * LANES, re - im);
            ROT_STORE(q, ai + bi);
            ROT_STORE(q + LANES, br - ar);
        }
    }
}

/*
 * cross[i] = the sum over blocks of conj(P of series i) Q of eight series, at one frequency. Three real
 * products in place of four: with a = Pr Qr, b = Pi Qi and c = (Pr - Pi)(Qr + Qi) it is
 * a + b + i (c - a + b) (Golub & Van Loan, 4th ed., 1.4). The next frequency's spectra are fetched meanwhile.
 */
static inline ROT_WITHIN void cross_spectrum(const double *inner, const double *outer,
                                             size_t blocks, double *cross)
{
    rot_v8 a[LANES] = {{0}}, b[LANES] = {{0}}, c[LANES] = {{0}};
    for (size_t k = 0; k < blocks; k++) {
        const double *p = inner + k * ROT_INNER_LANES, *q = outer + k * ROT_COMPLEX_LANES;
        const uintptr_t next_p = (uintptr_t)(p + blocks * ROT_INNER_LANES);
        const uintptr_t next_q = (uintptr_t)(q + blocks * ROT_COMPLEX_LANES);
        const rot_v8 re = ROT_LOAD(q), im = ROT_LOAD(q + LANES), both = re + im;
        for (size_t l = 0; l < ROT_INNER_LANES * sizeof *p; l += 64) {
            __builtin_prefetch((const void *)(next_p + l));
        }
        for (size_t l = 0; l < ROT_COMPLEX_LANES * sizeof *q; l += 64) {
            __builtin_prefetch((const void *)(next_q + l));
        }
        for (size_t i = 0; i < LANES; i++) a[i] += p[i] * re;
        for (size_t i = 0; i < LANES; i++) b[i] += p[LANES + i] * im;
        for (size_t i = 0; i < LANES; i++) c[i] += p[2 * LANES + i] * both;
    }
    for (size_t i = 0; i < LANES; i++) {
        ROT_STORE(cross + i * ROT_COMPLEX_LANES, a[i] + b[i]);
        ROT_STORE(cross + i * ROT_COMPLEX_LANES + LANES, (c[i] - a[i]) + b[i]);
    }
}

#define STRIDE (LANES * ROT_COMPLEX_LANES) /* of one frequency of a tile */

ROT_CLONES ROT_WIDE
void rot_cross_spectra(const double *inner, size_t groups, size_t group, const double *outer,
                       size_t count, size_t blocks, double *cross)
{
    const size_t half = count / 2 + 1;
    for (size_t f = 0; f < half; f++) {
        const double *p = inner + f * blocks * ROT_INNER_LANES;
        const double *q = outer + f * blocks * ROT_COMPLEX_LANES;
        for (size_t g = 0; g < groups; g++) {
            cross_spectrum(p + g * group, q, blocks, cross + (g * half + f) * STRIDE);
        }
    }
}

/* z = A + i B at every frequency, of the real series behind the half spectra a and b. */
static inline ROT_WITHIN void join(const double *a, const double *b, size_t stride,
                                   size_t count, double *z)
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
static inline ROT_WITHIN void correlate(const double *sums, size_t lags, size_t i,
                                        const rot_cross_leg *x, const rot_cross_leg *y,
                                        double scale, double *r)
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
void rot_cross_tile(const double *cross, const rot_cross_leg *x, const rot_cross_leg *y,
                    size_t count, size_t lags, const double *roots, double *scratch, double *tile)
{
    double *z = scratch, *r = scratch + count * ROT_COMPLEX_LANES;
    /* P and Q are twice the spectra and the way back multiplies by count: powers of two all. */
    const double scale = 0.25 / (double)count;
    for (size_t i = 0; i < LANES; i += 2) {
        const double *a = cross + i * ROT_COMPLEX_LANES;
        join(a, a + ROT_COMPLEX_LANES, STRIDE, count, z);
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
