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

/*
 * out[j] of the statistic; NaN below `least` pairs or, for correlation and beta, where a leg does
 * not vary. Where the anchor is so far off that more than three digits would cancel, +infinity:
 * the caller computes that window again. Returns how many of those there are.
 */
size_t rot_window_finish(int statistic, const double *sums, size_t count, size_t window,
                         double least, double ddof, double *out);

/* out[j] = the maximum of window j's values that are not NaN, or -infinity; windows as above. */
void rot_window_maximum(const double *left, const double *right, size_t count, size_t window,
                        double *out);

/*
 * The bridge of a running sum whose blocks had their signs drawn: with c[0 ... count] the running sum
 * of z (c[0] = 0) and s_t = +1 where bit (t / block) % 64 of signs[(t / block) / 64] is set, else -1,
 * the maximum over low <= j <= high of |S_j - (j / count) S_count|, S_j = sum over t < j of s_t z_t.
 * 1 <= low, high <= count, block >= 1; signs hold a bit per block.
 */
double rot_signed_bridge(const double *c, size_t count, size_t block, const uint64_t *signs,
                         size_t low, size_t high);

#endif
