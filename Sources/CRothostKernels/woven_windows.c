#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define LANES ROT_WEAVE_BLOCKS
#define WIDTH (ROT_WEAVE_BLOCKS + 1)

#define PAIR_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define PAIR_HIGH(a, b) __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define QUAD_LOW(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define QUAD_HIGH(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define HALF_LOW(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HALF_HIGH(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)

/* to[k * to_stride + l] = from[l * stride + k] for k, l < 8. */
static inline void transpose(const double *from, size_t stride, double *to, size_t to_stride)
{
    const rot_v8 r0 = ROT_LOAD(from), r1 = ROT_LOAD(from + stride);
    const rot_v8 r2 = ROT_LOAD(from + 2 * stride), r3 = ROT_LOAD(from + 3 * stride);
    const rot_v8 r4 = ROT_LOAD(from + 4 * stride), r5 = ROT_LOAD(from + 5 * stride);
    const rot_v8 r6 = ROT_LOAD(from + 6 * stride), r7 = ROT_LOAD(from + 7 * stride);
    const rot_v8 a0 = PAIR_LOW(r0, r1), a1 = PAIR_HIGH(r0, r1);
    const rot_v8 b0 = PAIR_LOW(r2, r3), b1 = PAIR_HIGH(r2, r3);
    const rot_v8 c0 = PAIR_LOW(r4, r5), c1 = PAIR_HIGH(r4, r5);
    const rot_v8 d0 = PAIR_LOW(r6, r7), d1 = PAIR_HIGH(r6, r7);
    const rot_v8 e0 = QUAD_LOW(a0, b0), e2 = QUAD_HIGH(a0, b0);
    const rot_v8 e1 = QUAD_LOW(a1, b1), e3 = QUAD_HIGH(a1, b1);
    const rot_v8 f0 = QUAD_LOW(c0, d0), f2 = QUAD_HIGH(c0, d0);
    const rot_v8 f1 = QUAD_LOW(c1, d1), f3 = QUAD_HIGH(c1, d1);
    ROT_STORE(to, HALF_LOW(e0, f0));
    ROT_STORE(to + to_stride, HALF_LOW(e1, f1));
    ROT_STORE(to + 2 * to_stride, HALF_LOW(e2, f2));
    ROT_STORE(to + 3 * to_stride, HALF_LOW(e3, f3));
    ROT_STORE(to + 4 * to_stride, HALF_HIGH(e0, f0));
    ROT_STORE(to + 5 * to_stride, HALF_HIGH(e1, f1));
    ROT_STORE(to + 6 * to_stride, HALF_HIGH(e2, f2));
    ROT_STORE(to + 7 * to_stride, HALF_HIGH(e3, f3));
}

/* The same eight times eight values of the next strip, so that memory does not rest meanwhile. */
static inline void fetch_ahead(const double *from, size_t window)
{
    const uintptr_t next = (uintptr_t)(from + LANES * window);
    for (size_t l = 0; l < LANES; l++) {
        __builtin_prefetch((const void *)(next + l * window * sizeof *from));
    }
}

ROT_CLONES ROT_WIDE
void rot_weave(const double *x, int has_left, size_t count, size_t window, double *woven)
{
    for (size_t j = 0; j < window; j++) woven[j * WIDTH] = has_left ? (x - window)[j] : NAN;
    if (count == LANES * window && window >= 8) {
        for (size_t j = 0; j < window; j += 8) {
            /* The last eight overlap those before. */
            const size_t first = j + 8 > window ? window - 8 : j;
            transpose(x + first, window, woven + first * WIDTH + 1, WIDTH);
            fetch_ahead(x + first, window);
        }
        return;
    }
    for (size_t j = 0; j < window; j++) {
        for (size_t l = 0; l < LANES; l++) {
            woven[j * WIDTH + l + 1] = l * window + j < count ? x[l * window + j] : NAN;
        }
    }
}

typedef struct {
    rot_v8 n, x, y, xx, yy, xy;
} sums_t;

/* The same additions as in rot_window_sums, of eight blocks at once. */
static inline void add(sums_t *s, const double *from_x, const double *from_y, const sums_t *anchor)
{
    rot_v8 x = ROT_LOAD(from_x) - anchor->x, y = ROT_LOAD(from_y) - anchor->y;
    const rot_m8 present = (x == x) & (y == y);
    x = ROT_WHERE(present, x);
    y = ROT_WHERE(present, y);
    s->n += ROT_WHERE(present, ROT_ONES);
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->yy += y * y;
    s->xy += x * y;
}

ROT_CLONES ROT_WIDE
void rot_woven_sums(const double *x, const double *y, size_t window, const double *x_anchors,
                    const double *y_anchors, double *sums)
{
    const rot_v8 zero = {0};
    const sums_t none = {zero, zero, zero, zero, zero, zero};
    sums_t s = none, anchor = none;
    anchor.x = ROT_LOAD(x_anchors);
    anchor.y = ROT_LOAD(y_anchors);
    const size_t stride = LANES * window;
    for (size_t j = window; j-- > 0;) {
        double *out = sums + j * LANES;
        ROT_STORE(out, s.n);
        ROT_STORE(out + stride, s.x);
        ROT_STORE(out + 2 * stride, s.y);
        ROT_STORE(out + 3 * stride, s.xx);
        ROT_STORE(out + 4 * stride, s.yy);
        ROT_STORE(out + 5 * stride, s.xy);
        add(&s, x + j * WIDTH, y + j * WIDTH, &anchor);
    }
    s = none;
    for (size_t j = 0; j < window; j++) {
        double *out = sums + j * LANES;
        add(&s, x + j * WIDTH + 1, y + j * WIDTH + 1, &anchor);
        ROT_STORE(out, ROT_LOAD(out) + s.n);
        ROT_STORE(out + stride, ROT_LOAD(out + stride) + s.x);
        ROT_STORE(out + 2 * stride, ROT_LOAD(out + 2 * stride) + s.y);
        ROT_STORE(out + 3 * stride, ROT_LOAD(out + 3 * stride) + s.xx);
        ROT_STORE(out + 4 * stride, ROT_LOAD(out + 4 * stride) + s.yy);
        ROT_STORE(out + 5 * stride, ROT_LOAD(out + 5 * stride) + s.xy);
    }
}

ROT_CLONES ROT_WIDE
void rot_unweave(const double *woven, size_t count, size_t window, double *out)
{
    if (count == LANES * window && window >= 8) {
        for (size_t j = 0; j < window; j += 8) {
            const size_t first = j + 8 > window ? window - 8 : j;
            transpose(woven + first * LANES, LANES, out + first, window);
            fetch_ahead(out + first, window);
        }
        return;
    }
    for (size_t l = 0; l * window < count; l++) {
        const size_t rows = count - l * window < window ? count - l * window : window;
        for (size_t j = 0; j < rows; j++) out[l * window + j] = woven[j * LANES + l];
    }
}
