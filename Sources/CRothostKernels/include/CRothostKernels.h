/*
 * CRothostKernels.h - the inner loops that were measured to need the machine's vectors.
 *
 * No logic, no allocation, no checks: RothostStatistics/Kernels.swift is the only caller and
 * holds every precondition. Each kernel has a fixed number of accumulators and a fixed order of
 * additions, and is compiled without fused multiply-add, so that every clone (SSE2, AVX2, AVX-512)
 * gives the same bits.
 */
#ifndef CROTHOST_KERNELS_H
#define CROTHOST_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/* Columns of a block of signed sums: eight 8-wide accumulators, half of AVX-512's registers. */
#define ROT_SIGN_LANES 64

/* Rows of one block: the bits of one sign word. */
#define ROT_SIGN_ROWS 64

/* Doubles of scratch that rot_signed_sums needs: 16 groups of 4 rows, 16 sign combinations each. */
#define ROT_SIGN_TABLE 16384 /* 16 * 16 * ROT_SIGN_LANES */

/*
 * sums[r][c] += sum over t < rows of sign(r, t) * z[t][c], for each resample r and column c.
 *
 * z is rows x ROT_SIGN_LANES (rows a multiple of ROT_SIGN_ROWS, zero-padded); bit t % 64 of
 * signs[r * words + t / 64] is 1 for +, 0 for -. Rows go by fours: the 16 signed sums of each
 * four are tabled once and looked up by every resample ("four Russians", Arlazarov et al. 1970),
 * a quarter of the additions of the matrix product it replaces.
 */
void rot_signed_sums(const double *z, size_t rows, const uint64_t *signs, size_t words,
                     size_t resamples, double *table, double *sums);

/* z[t][c] = x[t] * y[t + c] for t < rows, c < columns; the lanes beyond columns become 0. */
void rot_lagged_products(const double *x, const double *y, size_t rows, size_t columns, double *z);

/* squares[c] += sum over t < rows of z[t][c] squared, for every lane c, in the order of t. */
void rot_column_squares(const double *z, size_t rows, double *squares);

/* words[k] = output number first + k of the SplitMix64 generator started at seed. */
void rot_splitmix64(uint64_t seed, uint64_t first, size_t count, uint64_t *words);

/* out[k] = sum over t < count of x[t] * y[t + k], for k < lags; y has count + lags - 1 values. */
void rot_sliding_dots(const double *x, const double *y, size_t count, size_t lags, double *out);

/*
 * One tick-clock leg moved against the other. x has rows + 1 stamps s and rows increments dx;
 * y has levels at stamps t, level_count of them. For each interval (s[i], s[i + 1]] + lag, the
 * levels lo and hi of y around it (Hayashi & Yoshida 2005: every interval of y that touches it):
 * change[i] = level[hi] - level[lo], and overlap[i] = the length that (t[lo], t[hi]] and
 * (s[i], s[i + 1]] unshifted have in common. overlap may be NULL. start is an index with
 * t[start - 1] < s[0] + lag, advanced from; the returned one serves the next larger lag.
 */
size_t rot_interval_changes(const int64_t *s, size_t rows, int64_t lag, const int64_t *t,
                            const double *level, size_t level_count, size_t start,
                            double *change, double *overlap);

/* Doubles of scratch that rot_shift_clock keeps between lags. */
static inline size_t rot_clock_scratch(size_t stamps)
{
    return 4 * stamps;
}

/*
 * rot_interval_changes' change for one lag after the other, ascending. Each stamp remembers how far it may
 * move before it meets y's next tick, so a lag that takes few of them there costs a comparison each.
 * rot_start_clock comes before the first lag.
 */
void rot_start_clock(size_t stamps, double *scratch);
void rot_shift_clock(const int64_t *s, size_t stamps, int64_t lag, const int64_t *t,
                     const double *level, size_t count, double *scratch, double *change);

/* out[i] = x[i] less the mean; returns what rounding left of the sum, NaN where x has one. */
double rot_centre(const double *x, size_t count, double *out);

/*
 * One step of a QR factorisation by blocks of rows (Golub & Van Loan, 4th ed., 6.5.3): R becomes the triangle
 * of R on top of `rows` more rows, by Householder reflections. r[j * columns + i] is R's row i of column j; panel
 * holds the rows column by column, a multiple of eight of them (zeros add nothing), and is used up.
 */
void rot_reduce_rows(double *panel, size_t rows, size_t columns, double *r);

/* Doubles of scratch per output of the rolling kernels below. */
#define ROT_WINDOW_SUMS 6

/*
 * One block of rolling windows over two legs. left holds the `window` rows before the block, or is
 * NULL at the start of the series; right the block itself, count <= window rows. Window j is the
 * rows of left after j and the rows of right up to j. sums[k * window + j], k = 0 ... 5: how many
 * pairs are present, and of the values less their anchors Sx, Sy, Sxx, Syy, Sxy. Nothing is ever
 * subtracted, so no rounding and no bad value outlives its window.
 */
void rot_window_sums(const double *x_left, const double *y_left, const double *x_right,
                     const double *y_right, size_t count, size_t window, double x_anchor,
                     double y_anchor, double *sums);

/* What rot_window_finish reads off the sums. */
#define ROT_WINDOW_VARIANCE 0   /* (Sxx - Sx^2 / n) / (n - ddof) */
#define ROT_WINDOW_COVARIANCE 1 /* (Sxy - Sx Sy / n) / (n - ddof) */
#define ROT_WINDOW_CORRELATION 2
#define ROT_WINDOW_BETA 3 /* (Sxy - Sx Sy / n) / (Sxx - Sx^2 / n) */
#define ROT_WINDOW_MOVED_MEAN 4 /* Sx / n: the mean less the anchor */

/*
 * out[j] of the statistic for j < count, from sums[k * stride + j]; NaN below `least` pairs or, for correlation and beta, where a leg does
 * not vary. Where the anchor is so far off that more than three digits would cancel, or a leg's squares are
 * near the ends of a double's range, +infinity: the caller computes that window again. Returns how many of
 * those there are.
 */
size_t rot_window_finish(int statistic, const double *sums, size_t count, size_t stride,
                         double least, double ddof, double *out);

/*
 * Both for eight blocks side by side, bit for bit. rot_weave lays out x's rows [0, count), count <= 8
 * window, with the window rows before them (has_left): woven[j * 9 + l] is row j of block l - 1, NaN
 * where there is none; it answers 1 where all are there and finite, which is what `whole` says of
 * both legs. anchors: those of x for the eight blocks, then those of y. next: where the legs go on and
 * these answers will be put; only fetched, so it may lie outside the series. sums: scratch of
 * ROT_WINDOW_SUMS * 8 window doubles. rot_unweave puts answers[j * 8 + l] back into the order of the series.
 */
#define ROT_WEAVE_BLOCKS 8
typedef struct {
    const double *x, *y, *out;
} rot_next_strip;
int rot_weave(const double *x, int has_left, size_t count, size_t window, double *woven);
size_t rot_woven_windows(int statistic, int whole, const double *x, const double *y, size_t window,
                         const double *anchors, double least, double ddof,
                         const rot_next_strip *next, double *sums, double *answers);
void rot_unweave(const double *woven, size_t count, size_t window, double *out);

/* Doubles of scratch of the two kernels below, for strips of up to `count` rows. */
#define ROT_STRIP_STEP 32
static inline size_t rot_strip_scratch(size_t count, size_t window)
{
    return count + window + 8 + ROT_STRIP_STEP;
}
static inline size_t rot_mean_scratch(size_t count, size_t window)
{
    return 3 * (count + window) + 40;
}

/*
 * x[-history ... count): the rows whose windows are asked for and up to window - 1 before them. In
 * at most log2(window) passes over a strip, which fit the cache when the strip does. Both return how many
 * rows of the first window to the last are not there or NaN; the means count infinities as well, and take
 * them for missing.
 * rot_window_maxima: out[k] = the largest of window k's values that are not NaN, or -infinity.
 * rot_window_means: out[k] = the sum of window k's values / window where no row is missing; that sum alone
 * where some are. The additions of a window are one fixed tree: rounding depends on nothing outside it.
 * all_finite is 0 where a sum may have overflowed.
 */
size_t rot_window_maxima(const double *x, size_t history, size_t count, size_t window,
                         double *scratch, double *out);
size_t rot_window_means(const double *x, size_t history, size_t count, size_t window,
                        double *scratch, double *out, int *all_finite);

/* The first index whose value is an infinity, or count. */
size_t rot_first_infinity(const double *x, size_t count);

/* Rows that rot_exponential_means takes at once. */
#define ROT_MEAN_ROWS 8

/*
 * The steady exponential mean, m += (1 - decay) (x - m), of whole eights of rows, from `mean` on.
 * weights[8 i + j] = (1 - decay) decay^(j - i) for i <= j, else 0; weights[64 + j] = decay^(j + 1). Returns how
 * many rows of out are done: it stops before an eight with a NaN or an infinity.
 */
size_t rot_exponential_means(const double *x, size_t count, const double *weights, double mean,
                             double *out);

/* Slots of a window of ranks: a multiple of eight. Scratch of rot_rank_windows: four times as many. */
static inline size_t rot_rank_slots(size_t window)
{
    return (window + 7) / 8 * 8;
}

/*
 * Spearman's correlation of each window's pairs, NaN below `least` of them or for a constant leg. When
 * a pair leaves and another enters, every other rank moves by at most one: O(window) per row, in
 * whole numbers, so without rounding until the last three operations.
 */
void rot_rank_windows(const double *x, const double *y, size_t rows, size_t window, double least,
                      double *scratch, double *out);

/* Doubles of scratch of rot_window_quantiles: two blocks, and twice a block to sort. */
static inline size_t rot_quantile_block(size_t window)
{
    return window + 2 + (3 * window + 6) / 2 + 1;
}
static inline size_t rot_quantile_scratch(size_t window)
{
    return 2 * rot_quantile_block(window) + 4 * window;
}

/*
 * The quantile q of each window, linear between order statistics (Hyndman & Fan's definition 7), NaN below
 * `least` >= 1 values. A window is the end of one block and the beginning of the next, each sorted once and
 * linked; rows are taken from one list and put back into the other in O(1), as in Suomela, "Median
 * filtering is equivalent to sorting" (2014). O(log window) per row, all of it in sorting.
 */
void rot_window_quantiles(const double *x, size_t rows, size_t window, double q, int64_t least,
                          double *scratch, double *out);

/* Doubles of scratch of rot_vector_quantiles, which begin a cache line. */
static inline size_t rot_vector_scratch(size_t window)
{
    return (window + 7) / 8 * 9 + 16;
}

/*
 * The same bits by moving what lies between the value that leaves and the one that enters, eight at a time:
 * O(window) per row, but quicker below a window of a thousand or so, as it hardly branches.
 */
void rot_vector_quantiles(const double *x, size_t rows, size_t window, double q, int64_t least,
                          double *scratch, double *out);

/* Doubles of one complex number of eight transforms side by side: eight real parts, eight imaginary. */
#define ROT_COMPLEX_LANES 16

/*
 * Eight discrete Fourier transforms of `count` points (a power of two) side by side, in place:
 * natural order in, bit-reversed order out. roots[2 k], roots[2 k + 1] = the cosine and the sine
 * of -2 pi k / count for k < 3 count / 4. rot_transform_back takes bit-reversed order to natural order
 * and gives `count` times the inverse.
 */
void rot_transform(double *z, size_t count, const double *roots);
void rot_transform_back(double *z, size_t count, const double *roots);

/*
 * Eight blocks of `length` rows from row `first` on: as real parts x's rows and then 2 max_lag zeros,
 * as imaginary parts y's from max_lag rows before the block to max_lag rows after it. Rows outside
 * [0, count) are 0; the others are multiplied by their leg's scale.
 */
void rot_load_blocks(const double *x, const double *y, size_t count, double x_scale,
                     double y_scale, size_t first, size_t length, size_t max_lag, double *z);

/*
 * spectra += 2 conj(P) Q for each lane, where z = P + i Q is the transform of the real p plus i times the
 * real q, in bit-reversed order: Im(Z(k) Z(-k)) + i (|Z(-k)|^2 - |Z(k)|^2) / 2.
 */
void rot_add_cross_spectra(const double *z, size_t count, double *spectra);

/*
 * The bridge of a running sum whose blocks had their signs drawn: with c[0 ... count] the running sum
 * of z (c[0] = 0) and s_t = +1 where bit (t / block) % 64 of signs[(t / block) / 64] is set, else -1,
 * the maximum over low <= j <= high of |S_j - (j / count) S_count|, S_j = sum over t < j of s_t z_t.
 * 1 <= low, high <= count, block >= 1; signs hold a bit per block.
 */
double rot_signed_bridge(const double *c, size_t count, size_t block, const uint64_t *signs,
                         size_t low, size_t high);

/*
 * Eight series side by side, out[t * 8 + l] = values[t * row_stride + l * series_stride]; lanes from `series` on
 * become 0.
 */
void rot_gather_lanes(const double *values, size_t row_stride, size_t series_stride, size_t series,
                      size_t rows, double *out);

/* Each lane less its mean, as rot_centre; totals and squares: the sums of what is left. */
void rot_centre_lanes(double *rows, size_t count, double *totals, double *squares);

/*
 * What each lag -max_lag ... max_lag leaves of eight centred series, times their scales, that stand as x.
 * With S the sum of the values that lag k pairs and n their number, means[k * 8 + l] = S / sqrt(n), and
 * weights[k * 8 + l] = the reciprocal root of their central square. poor[l] = 1 where a lag leaves less
 * than 1/100 of the whole square.
 */
void rot_lag_moments(const double *rows, size_t count, size_t max_lag, const double *scales,
                     const double *totals, const double *squares, double *means, double *weights,
                     double *poor);

/* Doubles of one frequency of one block of eight series: real parts, imaginary parts, their differences. */
#define ROT_INNER_LANES 24

/*
 * Cross-correlations of eight series with eight others, by the spectra of their blocks. `rows` is block
 * `block` of eight interleaved series, with max_lag rows before and after it: count = length + 2 max_lag.
 * inner and outer get twice the transform of the rows [0, length) and of all, times the scales,
 * [frequency][block][real 8, imaginary 8, for inner their difference], count / 2 + 1 frequencies in an order of
 * their own. z holds one transform.
 */
void rot_split_block(const double *rows, const double *scales, size_t length, size_t max_lag,
                     size_t count, const double *roots, double *z, size_t block, size_t blocks,
                     double *inner, double *outer);

/* Doubles of the cross-spectra of eight series with eight others. */
static inline size_t rot_cross_spectra_size(size_t count)
{
    return (count / 2 + 1) * 128;
}

/*
 * The cross-spectra of several groups of eight with one, summed over the blocks: the groups' inner spectra
 * are `group` doubles apart, and so stay in the cache while outer ones pass.
 */
void rot_cross_spectra(const double *inner, size_t groups, size_t group, const double *outer,
                       size_t count, size_t blocks, double *cross);

/* rot_lag_moments of eight series; as y they stand at the mirrored lag. */
typedef struct {
    const double *means, *weights;
} rot_cross_leg;

/* Doubles of scratch of rot_cross_tile. */
static inline size_t rot_tile_scratch(size_t count, size_t lags)
{
    return count * 16 + lags * 8;
}

/* tile[(i * 8 + j) * lags + k] = the correlation of x's series i with y's series j at lag k. */
void rot_cross_tile(const double *cross, const rot_cross_leg *x, const rot_cross_leg *y,
                    size_t count, size_t lags, const double *roots, double *scratch, double *tile);

#endif
