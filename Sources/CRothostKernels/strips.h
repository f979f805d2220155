/* What the kernels that make several passes over a strip of rows share. */
#ifndef CROTHOST_STRIPS_H
#define CROTHOST_STRIPS_H

#include <stddef.h>
#include <stdint.h>

/* The first place in scratch, which has seven doubles to spare, where a vector crosses no cache line. */
static inline double *aligned_in(double *scratch)
{
    return (double *)(void *)(((uintptr_t)scratch + 63u) & ~(uintptr_t)63u);
}

#define LINE 64u /* bytes of a cache line */

/*
 * The cache lines of the next strip, fetched a few at a time while this one is computed on: otherwise
 * memory rests during the passes and the passes wait for memory.
 */
typedef struct {
    uintptr_t input, output;
    size_t lines, next, each;
} ahead_t;

/* Each of `passes` calls of fetch_some per 32 rows takes its share. */
static inline ahead_t fetch_after(const double *x, const double *out, size_t count, size_t passes)
{
    const size_t lines = count * sizeof *x / LINE;
    return (ahead_t){(uintptr_t)(x + count), (uintptr_t)(out + count), lines, 0,
                     passes < 8 ? (8 + passes) / (passes + 1) : 1};
}

static inline void fetch_some(ahead_t *ahead)
{
    for (size_t k = 0; k < ahead->each && ahead->next < 2 * ahead->lines; k++, ahead->next++) {
        const size_t line = ahead->next;
        const uintptr_t address = line < ahead->lines
            ? ahead->input + line * LINE : ahead->output + (line - ahead->lines) * LINE;
        __builtin_prefetch((const void *)address);
    }
}

#endif
