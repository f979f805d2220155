#include "CRothostKernels.h"

#include "clones.h"

#define ROWS ROT_MEAN_ROWS

/* Rows that memory is asked for in advance: 4 KiB, some thousand cycles of this loop. */
#define AHEAD 512u

/*
 * Of eight rows x relative to the first one: P[j] = sum over i <= j of share * decay^(j - i) * x[i] waits
 * for nothing, so the chain from one eight to the next is one product and three additions long.
 */
ROT_CLONES ROT_WIDE
size_t rot_exponential_means(const double *x, size_t count, const double *weights, double mean,
                             double *out)
{
    const rot_v8 *columns = (const rot_v8 *)(const void *)weights;
    const rot_v8 fading = columns[ROWS];
    const double last_fading = weights[ROWS * ROWS + ROWS - 1];
    for (size_t start = 0; start + ROWS <= count; start += ROWS) {
        const double *row = x + start;
        const double base = row[0];
        __builtin_prefetch((const void *)((uintptr_t)row + AHEAD * sizeof *row));
        __builtin_prefetch((const void *)((uintptr_t)(out + start) + AHEAD * sizeof *out));
        rot_v8 even = columns[0] * 0.0, odd = even;
        for (size_t i = 2; i < ROWS; i += 2) {
            even += columns[i] * (row[i] - base);
            odd += columns[i - 1] * (row[i - 1] - base);
        }
        odd += columns[ROWS - 1] * (row[ROWS - 1] - base);
        const rot_v8 parts = even + odd;
        const double carried = mean - base;
        *(rot_v8 *)(void *)(out + start) = base + (fading * carried + parts);
        mean = base + (last_fading * carried + parts[ROWS - 1]);
        /* A gap makes the mean NaN, an infinity at least infinite: the caller takes over from here. */
        if (mean - mean != 0.0) return start;
    }
    return count - count % ROWS;
}
