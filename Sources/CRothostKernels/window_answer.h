/* What is read off the sums of eight windows: the same operations wherever a window is finished. */
#ifndef CROTHOST_WINDOW_ANSWER_H
#define CROTHOST_WINDOW_ANSWER_H

#include <math.h>

#include "CRothostKernels.h"
#include "clones.h"

/* Central sums keep at least this share of the raw ones: three digits of sixteen may cancel. */
#define CANCELLED 1e-3

/* Between them nothing of a product of central sums has over- or underflowed; above SMALL nothing of a sum has. */
#define SMALL 1e-280
#define LARGE 1e280

/* Of eight windows: pairs present, and the sums of their values less the anchors. */
typedef struct {
    rot_v8 n, x, y, xx, yy, xy;
} window_sums_t;

/*
 * n times each central sum is n Sxx - Sx^2: the one division of a window is that of the answer.
 * NaN below `least` pairs, infinity where the window must be computed again.
 */
static inline void window_answers(int statistic, const window_sums_t *s, double least, double ddof,
                                  rot_v8 *out)
{
    const rot_v8 rawx = s->n * s->xx, rawy = s->n * s->yy;
    const rot_v8 xc = rawx - s->x * s->x, yc = rawy - s->y * s->y;
    const rot_v8 mixed = s->n * s->xy - s->x * s->y, scale = s->n * (s->n - ddof);
    const int has_two_legs = statistic != ROT_WINDOW_VARIANCE && statistic != ROT_WINDOW_MOVED_MEAN;
    /* SMALL is lost in any sum that is not as small; infinity is not above infinity, nor is NaN. */
    rot_m8 good = xc > CANCELLED * rawx + SMALL;
    rot_v8 value;
    if (has_two_legs) good &= yc > CANCELLED * rawy + SMALL;
    if (statistic == ROT_WINDOW_VARIANCE) {
        value = xc / scale;
    } else if (statistic == ROT_WINDOW_MOVED_MEAN) {
        value = s->x / s->n;
    } else if (statistic == ROT_WINDOW_COVARIANCE) {
        value = mixed / scale;
    } else if (statistic == ROT_WINDOW_BETA) {
        value = mixed / xc;
    } else {
        const rot_v8 square = xc * yc;
        good &= (square > SMALL) & (square < LARGE);
        rot_v8 root;
        for (size_t l = 0; l < 8; l++) root[l] = sqrt(square[l]);
        value = mixed / root;
        value = ROT_CHOOSE(value > 1.0, ROT_ONES, value);
        value = ROT_CHOOSE(value < -1.0, -ROT_ONES, value);
    }
    value = ROT_CHOOSE(good, value, ROT_ALL(INFINITY));
    *out = ROT_CHOOSE(s->n < least, ROT_ALL(NAN), value);
}

#endif
