#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define LANES 8u
#define SUMS 4u /* running sums of a lane, so that one addition need not wait for another */

#define OF_FOUR(sums) (((sums)[0] + (sums)[1]) + ((sums)[2] + (sums)[3]))

ROT_CLONES ROT_WIDE
void rot_gather_lanes(const double *values, size_t row_stride, size_t series_stride, size_t series,
                      size_t rows, double *out)
{
    if (series == LANES && series_stride == 1) {
        for (size_t t = 0; t < rows; t++) ROT_STORE(out + t * LANES, ROT_LOAD(values + t * row_stride));
        return;
    }
    for (size_t l = 0; l < LANES; l++) {
        const double *from = values + l * series_stride;
        for (size_t t = 0; t < rows; t++) out[t * LANES + l] = l < series ? from[t * row_stride] : 0.0;
    }
}

/* rows -= offsets; the sums of what is left, and of its squares. */
static inline ROT_WITHIN void move(double *rows, size_t count, const rot_v8 *offsets,
                                   rot_v8 *total, rot_v8 *square)
{
    rot_v8 sums[SUMS] = {{0}}, squares[SUMS] = {{0}};
    size_t t = 0;
    for (; t + SUMS <= count; t += SUMS) {
        for (size_t k = 0; k < SUMS; k++) {
            const rot_v8 left = ROT_LOAD(rows + (t + k) * LANES) - *offsets;
            ROT_STORE(rows + (t + k) * LANES, left);
            sums[k] += left;
            squares[k] += left * left;
        }
    }
    for (size_t k = 0; t < count; t++, k++) {
        const rot_v8 left = ROT_LOAD(rows + t * LANES) - *offsets;
        ROT_STORE(rows + t * LANES, left);
        sums[k] += left;
        squares[k] += left * left;
    }
    *total = OF_FOUR(sums);
    *square = OF_FOUR(squares);
}

/* As rot_centre: relative to the first value, and twice. */
ROT_CLONES ROT_WIDE
void rot_centre_lanes(double *rows, size_t count, double *totals, double *squares)
{
    rot_v8 total = {0}, square = {0};
    if (count > 0) {
        rot_v8 offset = ROT_LOAD(rows);
        for (size_t pass = 0; pass < 3; pass++) {
            move(rows, count, &offset, &total, &square);
            offset = total / (double)count;
        }
    }
    ROT_STORE(totals, total);
    ROT_STORE(squares, square);
}

/* Of one lag: the mean term, the weight, and whether enough is left. */
static inline ROT_WITHIN void moments(const rot_v8 *total, const rot_v8 *square, double count,
                                      const rot_v8 *whole, double *means, double *weights,
                                      rot_m8 *poor)
{
    const rot_v8 mean = *total / sqrt(count), central = *square - mean * mean;
    rot_v8 root;
    for (size_t l = 0; l < LANES; l++) root[l] = sqrt(central[l]);
    *poor |= ~(central > 1e-2 * *whole);
    ROT_STORE(means, mean);
    ROT_STORE(weights, 1.0 / root);
}

ROT_CLONES ROT_WIDE
void rot_lag_moments(const double *rows, size_t count, size_t max_lag, const double *scales,
                     const double *totals, const double *squares, double *means, double *weights,
                     double *poor)
{
    const rot_v8 scale = ROT_LOAD(scales), square_scale = scale * scale;
    const rot_v8 total = ROT_LOAD(totals) * scale, square = ROT_LOAD(squares) * square_scale;
    rot_v8 head = {0}, tail = {0}, head_square = {0}, tail_square = {0};
    rot_m8 marked = {0};
    for (size_t lag = 0; lag <= max_lag; lag++) {
        if (lag > 0) {
            const rot_v8 first = ROT_LOAD(rows + (lag - 1) * LANES) * scale;
            const rot_v8 last = ROT_LOAD(rows + (count - lag) * LANES) * scale;
            head += first;
            tail += last;
            head_square += first * first;
            tail_square += last * last;
        }
        /* x leads: its last rows have no partner; at the mirrored lag its first ones. */
        const rot_v8 leading = total - tail, leading_square = square - tail_square;
        const rot_v8 following = total - head, following_square = square - head_square;
        const size_t lead = (max_lag + lag) * LANES, follow = (max_lag - lag) * LANES;
        const double left = (double)(count - lag);
        moments(&leading, &leading_square, left, &square, means + lead, weights + lead, &marked);
        moments(&following, &following_square, left, &square, means + follow, weights + follow,
                &marked);
    }
    ROT_STORE(poor, ROT_WHERE(marked, ROT_ONES));
}
