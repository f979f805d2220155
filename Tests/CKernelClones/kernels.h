/* The cloned kernels, one by one: what the table and its users name only here. */
#ifndef KERNELS_H
#define KERNELS_H

#include "CRothostKernels.h"

#define EACH_KERNEL(x)                                                                           \
    x(load_blocks) x(add_cross_spectra) x(centre) x(split_block) x(cross_spectra) x(cross_tile)  \
    x(exponential_means) x(first_infinity) x(lagged_products) x(column_squares)                  \
    x(gather_lanes) x(centre_lanes) x(lag_moments) x(transform) x(transform_back)                \
    x(rank_windows) x(reduce_rows) x(shift_clock) x(signed_bridge) x(signed_sums)                \
    x(sliding_dots) x(vector_quantiles) x(splitmix64) x(window_finish) x(window_maxima)          \
    x(window_means) x(window_sums) x(weave) x(woven_windows) x(unweave)

/* Functions of each kernel's own type. */
typedef struct {
#define MEMBER(name) __typeof__(&rot_##name) name;
    EACH_KERNEL(MEMBER)
#undef MEMBER
} kernels_t;

/* Rows of the two legs. */
#define ROWS 2048u

/* What a run put out: the outputs of one kernel after the other, each with its name. */
typedef struct {
    double *values;
    size_t count, room;
    struct {
        const char *name;
        size_t end;
    } parts[96];
    int part_count;
} outputs_t;

void run_kernels(const kernels_t *k, const double *x, const double *y, outputs_t *out);

#endif
