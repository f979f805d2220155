#include "CRothostKernels.h"

#include "clones.h"
#include "strips.h"

/* work[s] += work[s + span] for s < count, 32 at a time and so up to 31 more. */
static inline void widen(double *work, size_t count, size_t span, ahead_t *ahead)
{
    for (size_t s = 0; s < count; s += ROT_STRIP_STEP) {
        double both[ROT_STRIP_STEP];
        fetch_some(ahead);
        for (size_t l = 0; l < ROT_STRIP_STEP; l++) both[l] = work[s + l] + work[s + span + l];
        for (size_t l = 0; l < ROT_STRIP_STEP; l++) work[s + l] = both[l];
    }
}

/*
 * Totals of 1, 2, 4, ... rows, each of two of the one before: those that the binary digits of the
 * window name, one after the other, make up the window.
 */
ROT_CLONES ROT_WIDE
size_t rot_window_means(const double *x, size_t history, size_t count, size_t window,
                        double *scratch, double *out)
{
    double *work = aligned_in(scratch);
    const size_t missing = window - 1 - history, rows = window - 1 + count;
    size_t absent = missing;
    for (size_t k = 0; k < missing; k++) work[k] = 0.0;
    for (size_t k = missing; k < rows; k++) {
        const double value = (x - history)[k - missing];
        absent += value != value;
        work[k] = value == value ? value : 0.0;
    }
    for (size_t k = rows; k < rows + ROT_STRIP_STEP; k++) work[k] = 0.0;
    const double scale = absent ? 1.0 : 1.0 / (double)window;
    size_t passes = 0;
    while (window >> (passes + 1)) passes++;
    ahead_t ahead = fetch_after(x, out, count, passes);
    size_t taken = 0, span = 1;
    for (; 2 * span <= window; span *= 2) {
        if (window & span) {
            if (taken == 0) for (size_t k = 0; k < count; k++) out[k] = work[k];
            else for (size_t k = 0; k < count; k++) out[k] += work[k + taken];
            taken += span;
        }
        widen(work, rows - 2 * span + 1, span, &ahead);
    }
    if (taken == 0) for (size_t k = 0; k < count; k++) out[k] = work[k] * scale;
    else for (size_t k = 0; k < count; k++) out[k] = (out[k] + work[k + taken]) * scale;
    return absent;
}
