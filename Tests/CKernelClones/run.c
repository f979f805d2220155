#include "kernels.h"

#include <stdlib.h>
#include <string.h>

#define LANES 8u

static double *fresh(size_t count)
{
    double *values = aligned_alloc(64, (count * sizeof *values + 127) / 64 * 64);
    memset(values, 0, count * sizeof *values);
    return values;
}

static void keep(outputs_t *out, const char *name, const double *values, size_t count)
{
    if (out->count + count > out->room) {
        out->room = 2 * (out->count + count);
        out->values = realloc(out->values, out->room * sizeof *values);
    }
    memcpy(out->values + out->count, values, count * sizeof *values);
    out->count += count;
    out->parts[out->part_count].name = name;
    out->parts[out->part_count++].end = out->count;
}

/* Gaps as zeros, for the kernels whose callers leave none. */
static double *filled(const double *x)
{
    double *out = fresh(ROWS);
    for (size_t t = 0; t < ROWS; t++) out[t] = x[t] == x[t] ? x[t] : 0.0;
    return out;
}

static void run_strips(const kernels_t *k, const double *x, outputs_t *out)
{
    static const size_t windows[] = {1, 5, 7, 8, 13, 20, 63, 252};
    double *scratch = fresh(rot_mean_scratch(ROWS, 252)), *answers = fresh(ROWS + 1);
    for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
        int all_finite;
        answers[ROWS] = (double)k->window_means(x, 0, ROWS, windows[w], scratch, answers, &all_finite);
        answers[ROWS] += all_finite / 2.0;
        keep(out, "window_means", answers, ROWS + 1);
        answers[ROWS] = (double)k->window_maxima(x, 0, ROWS, windows[w], scratch, answers);
        keep(out, "window_maxima", answers, ROWS + 1);
    }
    double weights[72];
    for (size_t i = 0; i < 72; i++) weights[i] = 1.0 / (double)(i + 3);
    answers[ROWS] = (double)k->exponential_means(x, ROWS, weights, 0.25, answers);
    keep(out, "exponential_means", answers, ROWS + 1);
    answers[0] = (double)k->first_infinity(x, ROWS);
    keep(out, "first_infinity", answers, 1);
    answers[ROWS] = k->centre(x, ROWS, answers);
    keep(out, "centre", answers, ROWS + 1);
    free(scratch);
    free(answers);
}

static void run_windows(const kernels_t *k, const double *x, const double *y, outputs_t *out)
{
    const size_t window = 60, block = LANES * window;
    double *sums = fresh(ROT_WINDOW_SUMS * block), *answers = fresh(block), *last = fresh(block);
    double *wx = fresh(9 * window), *wy = fresh(9 * window), *scratch = fresh(4 * 512);
    double anchors[2 * LANES] = {0};
    const rot_next_strip next = {x, y, last};
    for (int statistic = ROT_WINDOW_VARIANCE; statistic <= ROT_WINDOW_MOVED_MEAN; statistic++) {
        k->window_sums(x, y, x + window, y + window, window, window, 0.1, -0.1, sums);
        k->window_finish(statistic, sums, window, window, 40, 1, answers);
        keep(out, "window_sums", sums, ROT_WINDOW_SUMS * window);
        keep(out, "window_finish", answers, window);
        const int whole = k->weave(x + window, 1, block, window, wx)
            & k->weave(y + window, 1, block, window, wy);
        k->woven_windows(statistic, whole, wx, wy, window, anchors, 40, 1, &next, sums, answers);
        k->unweave(answers, block, window, last);
        keep(out, "weave", wx, 9 * window);
        keep(out, "woven_windows", answers, block);
        keep(out, "unweave", last, block);
    }
    double *rows = fresh(ROWS), *filled_x = filled(x), *filled_y = filled(y);
    k->rank_windows(filled_x, filled_y, ROWS, window, 2, scratch, rows);
    keep(out, "rank_windows", rows, ROWS);
    k->vector_quantiles(x, ROWS, window, 0.3, 5, scratch, rows);
    keep(out, "vector_quantiles", rows, ROWS);
    double *all[] = {sums, answers, last, wx, wy, scratch, rows, filled_x, filled_y};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void run_spectra(const kernels_t *k, const double *x, const double *y, outputs_t *out)
{
    const size_t count = 64, max_lag = 9, length = count - 2 * max_lag, lags = 2 * max_lag + 1;
    const size_t half = count / 2 + 1, rows = length + 2 * max_lag;
    double *roots = fresh(2 * count), *z = fresh(count * 16), *spectra = fresh(count * 16);
    for (size_t i = 0; i < 2 * count; i++) roots[i] = x[i % 97] / 3.0;
    k->load_blocks(x, y, ROWS, 0.5, 2.0, 100, length, max_lag, z);
    keep(out, "load_blocks", z, count * 16);
    k->transform(z, count, roots);
    keep(out, "transform", z, count * 16);
    k->add_cross_spectra(z, count, spectra);
    keep(out, "add_cross_spectra", spectra, count * 16);
    k->transform_back(z, count, roots);
    keep(out, "transform_back", z, count * 16);

    double *lanes = fresh(rows * LANES), totals[LANES], squares[LANES], poor[LANES];
    double *means = fresh(lags * LANES), *weights = fresh(lags * LANES);
    const double scales[LANES] = {1, 2, 0.5, 1, 4, 1, 0.25, 1};
    k->gather_lanes(x, 1, 200, LANES, rows, lanes);
    keep(out, "gather_lanes", lanes, rows * LANES);
    k->centre_lanes(lanes, rows, totals, squares);
    keep(out, "centre_lanes", lanes, rows * LANES);
    keep(out, "centre_lanes", squares, LANES);
    k->lag_moments(lanes, rows, max_lag, scales, totals, squares, means, weights, poor);
    keep(out, "lag_moments", means, lags * LANES);
    keep(out, "lag_moments", weights, lags * LANES);
    double *inner = fresh(half * ROT_INNER_LANES), *outer = fresh(half * 16);
    k->split_block(lanes, scales, length, max_lag, count, roots, z, 0, 1, inner, outer);
    keep(out, "split_block", inner, half * ROT_INNER_LANES);
    keep(out, "split_block", outer, half * 16);
    double *cross = fresh(rot_cross_spectra_size(count)), *tile = fresh(64 * lags);
    double *scratch = fresh(rot_tile_scratch(count, lags));
    k->cross_spectra(inner, 1, 0, outer, count, 1, cross);
    keep(out, "cross_spectra", cross, rot_cross_spectra_size(count));
    const rot_cross_leg leg = {means, weights};
    k->cross_tile(cross, &leg, &leg, count, lags, roots, scratch, tile);
    keep(out, "cross_tile", tile, 64 * lags);
    double *all[] = {roots, z, spectra, lanes, means, weights, inner, outer, cross, tile, scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void run_signs(const kernels_t *k, const double *x, const double *y, outputs_t *out)
{
    const size_t rows = 128, words = rows / ROT_SIGN_ROWS, resamples = 11;
    double *z = fresh(rows * ROT_SIGN_LANES), *table = fresh(ROT_SIGN_TABLE);
    double *sums = fresh(resamples * ROT_SIGN_LANES), squares[ROT_SIGN_LANES] = {0}, bridge;
    uint64_t signs[64];
    k->splitmix64(7, 3, 64, signs);
    keep(out, "splitmix64", (const double *)(const void *)signs, 64);
    k->lagged_products(x, y, rows, 60, z);
    keep(out, "lagged_products", z, rows * ROT_SIGN_LANES);
    k->column_squares(z, rows, squares);
    keep(out, "column_squares", squares, ROT_SIGN_LANES);
    k->signed_sums(z, rows, signs, words, resamples, table, sums);
    keep(out, "signed_sums", sums, resamples * ROT_SIGN_LANES);
    bridge = k->signed_bridge(x, 1000, 9, signs, 50, 950);
    keep(out, "signed_bridge", &bridge, 1);
    k->sliding_dots(x, y, 1003, 40, squares);
    keep(out, "sliding_dots", squares, 40);
    free(z);
    free(table);
    free(sums);
}

static void run_others(const kernels_t *k, const double *x, const double *y, outputs_t *out)
{
    const size_t columns = 7, rows = 104;
    double *panel = fresh(columns * rows), r[49] = {0};
    for (size_t i = 0; i < 3; i++) {
        memcpy(panel, (i % 2 ? y : x) + 200 * i, columns * rows * sizeof *panel);
        k->reduce_rows(panel, rows, columns, r);
        keep(out, "reduce_rows", r, 49);
    }
    int64_t *s = malloc(500 * sizeof *s), *t = malloc(500 * sizeof *t);
    for (size_t i = 0; i < 500; i++) s[i] = (int64_t)(7 * i + i % 5), t[i] = (int64_t)(6 * i + i % 3);
    double *scratch = fresh(rot_clock_scratch(500)), *change = fresh(500);
    rot_start_clock(500, scratch);
    for (int64_t lag = -40; lag <= 40; lag += 8) {
        k->shift_clock(s, 500, lag, t, x, 500, scratch, change);
        keep(out, "shift_clock", change, 499);
    }
    free(panel);
    free(s);
    free(t);
    free(scratch);
    free(change);
}

void run_kernels(const kernels_t *k, const double *x, const double *y, outputs_t *out)
{
    run_strips(k, x, out);
    run_windows(k, x, y, out);
    double *whole_x = filled(x), *whole_y = filled(y);
    run_spectra(k, whole_x, whole_y, out);
    run_signs(k, whole_x, whole_y, out);
    run_others(k, whole_x, whole_y, out);
    free(whole_x);
    free(whole_y);
}
