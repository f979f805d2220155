#include "CRothostKernels.h"

#include <string.h>

#include "clones.h"
#include "strips.h"

#define LANES 8u

/* Eight rows `by` rows earlier: the last ones of the vector before and the first ones of this one. */
#define EARLIER(before, now, by)                                                               \
    __builtin_shufflevector(before, now, 8 - (by), 9 - (by), 10 - (by), 11 - (by), 12 - (by), \
                            13 - (by), 14 - (by), 15 - (by))

/* Totals of the 1, 2 and 4 rows that end at each of eight rows. */
typedef struct {
    rot_v8 one, two, four;
} totals_t;

/* The total of the `few` < 8 rows that end at each row, from those of this vector and of the last. */
static inline ROT_WITHIN void fewer(size_t few, const totals_t *last, const totals_t *now,
                                    double *rest)
{
    switch (few) {
    case 0: break;
    case 1: ROT_STORE(rest, now->one); break;
    case 2: ROT_STORE(rest, now->two); break;
    case 3: ROT_STORE(rest, EARLIER(last->one, now->one, 2) + now->two); break;
    case 4: ROT_STORE(rest, now->four); break;
    case 5: ROT_STORE(rest, EARLIER(last->one, now->one, 4) + now->four); break;
    case 6: ROT_STORE(rest, EARLIER(last->two, now->two, 4) + now->four); break;
    default:
        ROT_STORE(rest, (EARLIER(last->one, now->one, 6) + EARLIER(last->two, now->two, 4))
                            + now->four);
    }
}

/*
 * The totals of the eight rows, and of the few, that end at each of the rows, which stand `before` places
 * after a multiple of eight. Memory does not rest meanwhile: the strip's output and the next strip's rows
 * are fetched. Answers 1 where every value is there and its square finite, so that no sum overflows.
 */
static inline ROT_WITHIN int sweep(const double *x, size_t rows, size_t before, size_t few,
                                   double *eights, double *rest, const double *out, size_t count)
{
    totals_t last = {{0}, {0}, {0}};
    rot_v8 doubt = {0};
    for (size_t at = 0; at < before + rows; at += LANES) {
        const size_t row = at - before; /* past all rows where it lies before the first */
        double edge[LANES] = {0};
        const double *from = edge;
        if (row < rows && rows - row >= LANES) {
            from = x + row;
        } else {
            const size_t skip = at < before ? before - at : 0, first = at + skip - before;
            const size_t left = rows - first < LANES - skip ? rows - first : LANES - skip;
            memcpy(edge + skip, x + first, left * sizeof *x);
        }
        __builtin_prefetch((const void *)((uintptr_t)(x + count) + at * sizeof *x));
        __builtin_prefetch((const void *)((uintptr_t)out + at * sizeof *out));
        totals_t now;
        now.one = ROT_LOAD(from);
        doubt += now.one * now.one;
        now.two = EARLIER(last.one, now.one, 1) + now.one;
        now.four = EARLIER(last.two, now.two, 2) + now.two;
        ROT_STORE(eights + at, EARLIER(last.four, now.four, 4) + now.four);
        fewer(few, &last, &now, rest + at);
        last = now;
    }
    const double squares = ROT_TOTAL(doubt);
    return squares - squares == 0.0;
}

#define SWEEP(few) case few: return sweep(x, rows, before, few, eights, rest, out, count)

/* One loop for each number of rows that are left over. */
static inline ROT_WITHIN int totals(const double *x, size_t rows, size_t before, size_t few,
                                    double *eights, double *rest, const double *out, size_t count)
{
    switch (few) {
    SWEEP(0);
    SWEEP(1);
    SWEEP(2);
    SWEEP(3);
    SWEEP(4);
    SWEEP(5);
    SWEEP(6);
    default: SWEEP(7);
    }
}

/* out[k] = (low[k], where there is one, + older[k] + newer[k], where there is one) * scale. */
static inline ROT_WITHIN void finish(const double *low, const double *older, const double *newer,
                                     double scale, size_t count, double *out)
{
    for (size_t k = 0; k < count; k += LANES) {
        rot_v8 total = ROT_LOAD(older + k);
        if (newer) total += ROT_LOAD(newer + k);
        if (low) total = ROT_LOAD(low + k) + total;
        total *= scale;
        if (count - k >= LANES) {
            ROT_STORE(out + k, total);
        } else {
            for (size_t l = 0; k + l < count; l++) out[k + l] = total[l];
        }
    }
}

/*
 * Totals of 1, 2, 4, ... rows, each of two of the one before: those that the binary digits of the
 * window name, one after the other, make up the window. Up to eight rows in registers; the windows
 * end at multiples of eight in scratch, so that everything wider is a sum of whole vectors.
 */
ROT_CLONES ROT_WIDE
size_t rot_window_means(const double *x, size_t history, size_t count, size_t window,
                        double *scratch, double *out, int *all_finite)
{
    const size_t missing = window - 1 - history, rows = window - 1 + count, few = window % LANES;
    const size_t before = (LANES - (window - 1) % LANES) % LANES, end = before + window - 1;
    const size_t padded = end + (count + LANES - 1) / LANES * LANES;
    double *eights = aligned_in(scratch), *rest = eights + padded, *copy = rest + padded;
    size_t absent = missing;
    const double *from = x - history;
    *all_finite = missing == 0 && totals(from, rows, before, few, eights, rest, out, count);
    if (!*all_finite) {
        for (size_t k = 0; k < missing; k++) copy[k] = 0.0;
        for (size_t k = missing; k < rows; k++) {
            const double value = from[k - missing];
            const int present = value - value == 0.0;
            absent += !present;
            copy[k] = present ? value : 0.0;
        }
        *all_finite = totals(copy, rows, before, few, eights, rest, out, count);
    }
    const double scale = absent ? 1.0 : 1.0 / (double)window;
    double *low = rest + (end - (window - few));
    size_t span = LANES;
    int has_low = few > 0;
    if (window < 2 * span) {
        const double *only = window < span ? low : eights + end;
        finish(window > span && has_low ? low : NULL, only, NULL, scale, count, out);
        return absent;
    }
    /* eights[i]: the total of the span rows that end at i + span - 8. */
    for (;; span *= 2) {
        if (window & span) {
            const double *part = eights + (end + LANES - (window & ~(2 * span - 1)) - span);
            finish(has_low ? low : NULL, part, NULL, 1.0, count, low);
            has_low = 1;
        }
        if (4 * span > window) break;
        for (size_t i = 0; i + span < padded; i += LANES) {
            ROT_STORE(eights + i, ROT_LOAD(eights + i) + ROT_LOAD(eights + i + span));
        }
    }
    const double *newer = eights + (end + LANES - span);
    finish(has_low ? low : NULL, newer - span, newer, scale, count, out);
    return absent;
}
