#include "CRothostKernels.h"

#include <math.h>

/* A value and its row in the block. */
typedef struct {
    double value;
    int64_t row;
} entry_t;

/*
 * One block of rows as a list in ascending order from which rows can be taken and put back; node 0
 * is -infinity, node `tail` +infinity. `below` of its values lie before node `first_above`.
 */
typedef struct {
    double *value;
    int32_t *next, *previous, *node;
    size_t count;
    int64_t below;
    int32_t first_above, tail;
} block_t;

/* Merges two ascending runs; the earlier row first where values tie. */
static inline void merge(const entry_t *a, size_t middle, size_t end, entry_t *out)
{
    size_t i = 0, j = middle;
    for (size_t k = 0; k < end; k++) {
        const int second = i == middle || (j < end && a[j].value < a[i].value);
        out[k] = second ? a[j] : a[i];
        j += (size_t)second;
        i += (size_t)!second;
    }
}

#define RUN 8u

static inline void insertion_sort(entry_t *a, size_t count)
{
    for (size_t k = 1; k < count; k++) {
        const entry_t moved = a[k];
        size_t at = k;
        for (; at > 0 && moved.value < a[at - 1].value; at--) a[at] = a[at - 1];
        a[at] = moved;
    }
}

/* Bottom-up merge sort; returns where the sorted entries are, a or b. */
static entry_t *sort(entry_t *a, entry_t *b, size_t count)
{
    for (size_t k = 0; k < count; k += RUN) insertion_sort(a + k, count - k < RUN ? count - k : RUN);
    for (size_t run = RUN; run < count; run *= 2) {
        for (size_t k = 0; k < count; k += 2 * run) {
            const size_t left = count - k;
            merge(a + k, left < run ? left : run, left < 2 * run ? left : 2 * run, b + k);
        }
        entry_t *const swapped = a;
        a = b;
        b = swapped;
    }
    return a;
}

/* The whole block, sorted; entries has room for twice its rows. */
static void fill(block_t *block, const double *x, size_t count, entry_t *entries)
{
    size_t present = 0;
    for (size_t k = 0; k < count; k++) {
        block->node[k] = 0;
        if (x[k] == x[k]) entries[present++] = (entry_t){x[k], (int64_t)k};
    }
    const entry_t *sorted = sort(entries, entries + count, present);
    const int32_t tail = (int32_t)present + 1;
    block->value[0] = -INFINITY;
    block->value[tail] = INFINITY;
    for (int32_t k = 1; k < tail; k++) {
        block->value[k] = sorted[k - 1].value;
        block->node[sorted[k - 1].row] = k;
    }
    for (int32_t k = 0; k <= tail; k++) block->next[k] = k + 1, block->previous[k] = k - 1;
    block->next[tail] = tail;
    block->first_above = 1;
    block->below = 0;
    block->tail = tail;
    block->count = count;
}

/* Takes the rows out from the last to the first, so that they can come back in order. */
static void empty(block_t *b)
{
    for (size_t k = b->count; k-- > 0;) {
        const int32_t node = b->node[k];
        if (node == 0) continue;
        b->next[b->previous[node]] = b->next[node];
        b->previous[b->next[node]] = b->previous[node];
    }
    b->first_above = b->tail;
    b->below = 0;
}

static inline void take_out(block_t *b, int32_t node)
{
    const int32_t next = b->next[node], previous = b->previous[node];
    b->next[previous] = next;
    b->previous[next] = previous;
    b->below -= node < b->first_above;
    b->first_above = node == b->first_above ? next : b->first_above;
}

static inline void bring_back(block_t *b, int32_t node)
{
    b->next[b->previous[node]] = node;
    b->previous[b->next[node]] = node;
    b->below += node < b->first_above;
}

static inline double above(const block_t *b) { return b->value[b->first_above]; }

static inline double under(const block_t *b)
{
    return b->value[b->previous[b->first_above]];
}

static inline void advance(block_t *b)
{
    b->first_above = b->next[b->first_above];
    b->below++;
}

static inline void retreat(block_t *b)
{
    b->first_above = b->previous[b->first_above];
    b->below--;
}

/* Divides both lists so that `rank` values lie below, none of them above one that does not. */
static inline void divide(block_t *a, block_t *b, int64_t rank)
{
    while (a->below + b->below > rank) retreat(under(a) > under(b) ? a : b);
    while (a->below + b->below < rank) advance(above(a) <= above(b) ? a : b);
    while (under(a) > above(b)) retreat(a), advance(b);
    while (under(b) > above(a)) retreat(b), advance(a);
}

/* The order statistic below the quantile's place and its share of the way to the one above. */
static inline double between(const block_t *a, const block_t *b, double share)
{
    const double x = above(a), y = above(b);
    const double after_x = a->value[a->next[a->first_above]];
    const double after_y = b->value[b->next[b->first_above]];
    const double low = x <= y ? x : y, left = x <= y ? after_x : x, right = x <= y ? y : after_y;
    const double high = left <= right ? left : right;
    /* The last value has none above it. */
    if (high == INFINITY) return low + 0.0;
    /* From the nearer end, as numpy does, so that q and 1 - q mirror each other; never -0, a tie of 0. */
    return (share < 0.5 ? low + share * (high - low) : high - (1.0 - share) * (high - low)) + 0.0;
}

static block_t block_in(double *scratch, size_t window)
{
    int32_t *links = (int32_t *)(void *)(scratch + window + 2);
    return (block_t){.value = scratch, .next = links, .previous = links + window + 2,
                     .node = links + 2 * (window + 2)};
}

void rot_window_quantiles(const double *x, size_t rows, size_t window, double q, int64_t least,
                          double *scratch, double *out)
{
    block_t blocks[2] = {block_in(scratch, window),
                         block_in(scratch + rot_quantile_block(window), window)};
    block_t *old = &blocks[0], *young = &blocks[1];
    entry_t *entries = (entry_t *)(void *)(scratch + 2 * rot_quantile_block(window));
    int64_t n = 0;
    fill(old, x, 0, entries);
    for (size_t start = 0; start < rows; start += window) {
        fill(young, x + start, rows - start < window ? rows - start : window, entries);
        empty(young);
        for (size_t k = 0; k < young->count; k++) {
            const int32_t leaving = k < old->count ? old->node[k] : 0, entering = young->node[k];
            if (leaving) take_out(old, leaving), n--;
            if (entering) bring_back(young, entering), n++;
            if (n < least) {
                out[start + k] = NAN;
                continue;
            }
            const double place = (double)(n - 1) * q;
            const int64_t rank = (int64_t)place;
            divide(old, young, rank);
            out[start + k] = between(old, young, place - (double)rank);
        }
        block_t *const swapped = old;
        old = young;
        young = swapped;
    }
}
