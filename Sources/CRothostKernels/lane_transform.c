#include "CRothostKernels.h"

#include "clones.h"

typedef struct {
    rot_v8 re, im;
} complex_t;

static inline complex_t load(const double *z, size_t k)
{
    const rot_v8 *p = (const rot_v8 *)(const void *)(z + k * ROT_COMPLEX_LANES);
    return (complex_t){p[0], p[1]};
}

static inline void store(double *z, size_t k, complex_t a)
{
    rot_v8 *p = (rot_v8 *)(void *)(z + k * ROT_COMPLEX_LANES);
    p[0] = a.re, p[1] = a.im;
}

static inline complex_t sum(complex_t a, complex_t b)
{
    return (complex_t){a.re + b.re, a.im + b.im};
}

static inline complex_t difference(complex_t a, complex_t b)
{
    return (complex_t){a.re - b.re, a.im - b.im};
}

/* a times the root (c, s), and times its conjugate. */
static inline complex_t turned(complex_t a, double c, double s)
{
    return (complex_t){a.re * c - a.im * s, a.re * s + a.im * c};
}

static inline complex_t turned_back(complex_t a, double c, double s)
{
    return (complex_t){a.re * c + a.im * s, a.im * c - a.re * s};
}

/* Gentleman & Sande (1966), two levels at a time: natural order in, bit-reversed order out. */
ROT_CLONES ROT_WIDE
void rot_transform(double *z, size_t count, const double *roots)
{
    size_t size = count;
    for (; size >= 4; size /= 4) {
        const size_t quarter = size / 4, step = count / size;
        for (size_t k = 0; k < quarter; k++) {
            const double *w1 = roots + 2 * k * step, *w2 = roots + 4 * k * step;
            const double *w3 = roots + 6 * k * step;
            for (size_t at = k; at < count; at += size) {
                const complex_t a = load(z, at), b = load(z, at + quarter);
                const complex_t c = load(z, at + 2 * quarter), d = load(z, at + 3 * quarter);
                const complex_t ac = sum(a, c), bd = sum(b, d), e = difference(a, c);
                const complex_t f = difference(b, d), g = {f.im, -f.re};
                store(z, at, sum(ac, bd));
                store(z, at + quarter, turned(difference(ac, bd), w2[0], w2[1]));
                store(z, at + 2 * quarter, turned(sum(e, g), w1[0], w1[1]));
                store(z, at + 3 * quarter, turned(difference(e, g), w3[0], w3[1]));
            }
        }
    }
    if (size == 2) {
        for (size_t at = 0; at < count; at += 2) {
            const complex_t a = load(z, at), b = load(z, at + 1);
            store(z, at, sum(a, b));
            store(z, at + 1, difference(a, b));
        }
    }
}

/* The same steps undone from the last to the first, each without its division. */
ROT_CLONES ROT_WIDE
void rot_transform_back(double *z, size_t count, const double *roots)
{
    /* An odd power of two has its bit at an odd place. */
    const int is_odd = (count & UINT64_C(0xAAAAAAAAAAAAAAAA)) != 0;
    size_t size = is_odd ? 8 : 4;
    if (is_odd) {
        for (size_t at = 0; at < count; at += 2) {
            const complex_t a = load(z, at), b = load(z, at + 1);
            store(z, at, sum(a, b));
            store(z, at + 1, difference(a, b));
        }
    }
    for (; size <= count; size *= 4) {
        const size_t quarter = size / 4, step = count / size;
        for (size_t k = 0; k < quarter; k++) {
            const double *w1 = roots + 2 * k * step, *w2 = roots + 4 * k * step;
            const double *w3 = roots + 6 * k * step;
            for (size_t at = k; at < count; at += size) {
                const complex_t a = load(z, at);
                const complex_t b = turned_back(load(z, at + quarter), w2[0], w2[1]);
                const complex_t c = turned_back(load(z, at + 2 * quarter), w1[0], w1[1]);
                const complex_t d = turned_back(load(z, at + 3 * quarter), w3[0], w3[1]);
                const complex_t ab = sum(a, b), cd = sum(c, d), e = difference(a, b);
                const complex_t f = difference(c, d), g = {-f.im, f.re};
                store(z, at, sum(ab, cd));
                store(z, at + quarter, sum(e, g));
                store(z, at + 2 * quarter, difference(ab, cd));
                store(z, at + 3 * quarter, difference(e, g));
            }
        }
    }
}
