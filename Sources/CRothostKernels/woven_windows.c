#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"
#include "window_answer.h"

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

/* 0 in every lane, or NaN where one of the eight times eight values is missing or infinite. */
static inline void add_nothing(rot_v8 *doubt, const double *from, size_t stride)
{
    for (size_t l = 0; l < LANES; l++) *doubt += ROT_LOAD(from + l * stride) * 0.0;
}

ROT_CLONES ROT_WIDE
int rot_weave(const double *x, int has_left, size_t count, size_t window, double *woven)
{
    double left = 0;
    for (size_t j = 0; j < window; j++) {
        const double value = has_left ? (x - window)[j] : NAN;
        woven[j * WIDTH] = value;
        left += value * 0.0;
    }
    if (count == LANES * window && window >= 8) {
        rot_v8 doubt = {0};
        for (size_t j = 0; j < window; j += 8) {
            /* The last eight overlap those before. */
            const size_t first = j + 8 > window ? window - 8 : j;
            transpose(x + first, window, woven + first * WIDTH + 1, WIDTH);
            add_nothing(&doubt, x + first, window);
        }
        return left + ROT_TOTAL(doubt) == 0.0;
    }
    for (size_t j = 0; j < window; j++) {
        for (size_t l = 0; l < LANES; l++) {
            woven[j * WIDTH + l + 1] = l * window + j < count ? x[l * window + j] : NAN;
        }
    }
    return 0;
}

/* The same additions as in rot_window_sums, of eight blocks at once; whole: no value is missing. */
static inline void add(int whole, window_sums_t *s, const double *from_x, const double *from_y,
                       const rot_v8 *x_anchor, const rot_v8 *y_anchor)
{
    rot_v8 x = ROT_LOAD(from_x) - *x_anchor, y = ROT_LOAD(from_y) - *y_anchor;
    if (!whole) {
        const rot_m8 present = (x == x) & (y == y);
        x = ROT_WHERE(present, x);
        y = ROT_WHERE(present, y);
        s->n += ROT_WHERE(present, ROT_ONES);
    }
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->yy += y * y;
    s->xy += x * y;
}

#define SUMS (ROT_WINDOW_SUMS * LANES) /* of one row of eight windows */

/* The cache line of the next strip's eight rows from j on. */
static inline void fetch(const double *strip, size_t j)
{
    __builtin_prefetch((const void *)((uintptr_t)strip + j * LANES * sizeof *strip));
}

/*
 * Suffix sums are kept; prefix sums join them in registers and are read off there, while memory brings
 * what comes next: a line of each array per row, as more at once would be waited for.
 */
static inline size_t finish(int statistic, int whole, const double *x, const double *y,
                            size_t window, const double *anchors, double least, double ddof,
                            const rot_next_strip *next, double *sums, double *answers)
{
    const rot_v8 zero = {0}, full = ROT_ALL((double)window);
    const window_sums_t none = {zero, zero, zero, zero, zero, zero};
    const rot_v8 x_anchor = ROT_LOAD(anchors), y_anchor = ROT_LOAD(anchors + LANES);
    window_sums_t s = none;
    for (size_t j = window; j-- > 0;) {
        double *out = sums + j * SUMS;
        if (!whole) ROT_STORE(out, s.n);
        ROT_STORE(out + LANES, s.x);
        ROT_STORE(out + 2 * LANES, s.y);
        ROT_STORE(out + 3 * LANES, s.xx);
        ROT_STORE(out + 4 * LANES, s.yy);
        ROT_STORE(out + 5 * LANES, s.xy);
        add(whole, &s, x + j * WIDTH, y + j * WIDTH, &x_anchor, &y_anchor);
    }
    s = none;
    rot_m8 again = {0};
    for (size_t j = 0; j < window; j++) {
        const double *left = sums + j * SUMS;
        fetch(next->x, j);
        fetch(next->y, j);
        fetch(next->out, j);
        add(whole, &s, x + j * WIDTH + 1, y + j * WIDTH + 1, &x_anchor, &y_anchor);
        window_sums_t both = {
            full,
            ROT_LOAD(left + LANES) + s.x,
            ROT_LOAD(left + 2 * LANES) + s.y,
            ROT_LOAD(left + 3 * LANES) + s.xx,
            ROT_LOAD(left + 4 * LANES) + s.yy,
            ROT_LOAD(left + 5 * LANES) + s.xy,
        };
        if (!whole) both.n = ROT_LOAD(left) + s.n;
        rot_v8 answer;
        window_answers(statistic, &both, least, ddof, &answer);
        ROT_STORE(answers + j * LANES, answer);
        again -= answer == INFINITY;
    }
    size_t marked = 0;
    for (size_t l = 0; l < LANES; l++) marked += (size_t)again[l];
    return marked;
}

#define FINISH(statistic) \
    whole ? finish(statistic, 1, x, y, window, anchors, least, ddof, next, sums, answers) \
          : finish(statistic, 0, x, y, window, anchors, least, ddof, next, sums, answers)

ROT_CLONES ROT_WIDE
size_t rot_woven_windows(int statistic, int whole, const double *x, const double *y, size_t window,
                         const double *anchors, double least, double ddof,
                         const rot_next_strip *next, double *sums, double *answers)
{
    switch (statistic) {
    case ROT_WINDOW_VARIANCE: return FINISH(ROT_WINDOW_VARIANCE);
    case ROT_WINDOW_COVARIANCE: return FINISH(ROT_WINDOW_COVARIANCE);
    case ROT_WINDOW_CORRELATION: return FINISH(ROT_WINDOW_CORRELATION);
    case ROT_WINDOW_BETA: return FINISH(ROT_WINDOW_BETA);
    default: return FINISH(ROT_WINDOW_MOVED_MEAN);
    }
}

ROT_CLONES ROT_WIDE
void rot_unweave(const double *woven, size_t count, size_t window, double *out)
{
    if (count == LANES * window && window >= 8) {
        for (size_t j = 0; j < window; j += 8) {
            const size_t first = j + 8 > window ? window - 8 : j;
            transpose(woven + first * LANES, LANES, out + first, window);
        }
        return;
    }
    for (size_t l = 0; l * window < count; l++) {
        const size_t rows = count - l * window < window ? count - l * window : window;
        for (size_t j = 0; j < rows; j++) out[l * window + j] = woven[j * LANES + l];
    }
}
