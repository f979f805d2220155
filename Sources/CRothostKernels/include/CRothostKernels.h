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

#endif
