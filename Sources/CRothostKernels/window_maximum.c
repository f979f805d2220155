#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"
#include "strips.h"

/* work[s] = max(work[s], work[s + span]) for s < count, 32 at a time and so up to 31 more. */
static inline void widen(double *work, size_t count, size_t span, ahead_t *ahead)
{
    for (size_t s = 0; s < count; s += ROT_STRIP_STEP) {
        double most[ROT_STRIP_STEP];
        fetch_some(ahead);
        for (size_t l = 0; l < ROT_STRIP_STEP; l++) {
            const double a = work[s + l], b = work[s + span + l];
            most[l] = a > b ? a : b;
        }
        for (size_t l = 0; l < ROT_STRIP_STEP; l++) work[s + l] = most[l];
    }
}

/* Maxima of 1, 2, 4, ... rows, each of two of the one before; the last two overlap. */
ROT_CLONES ROT_WIDE
size_t rot_window_maxima(const double *x, size_t history, size_t count, size_t window,
                         double *scratch, double *out)
{
    double *work = aligned_in(scratch);
    const size_t missing = window - 1 - history, rows = window - 1 + count;
    size_t absent = missing;
    for (size_t k = 0; k < missing; k++) work[k] = -INFINITY;
    for (size_t k = missing; k < rows; k++) {
        const double value = (x - history)[k - missing];
        absent += value != value;
        work[k] = value == value ? value : -INFINITY;
    }
    for (size_t k = rows; k < rows + ROT_STRIP_STEP; k++) work[k] = -INFINITY;
    size_t passes = 0;
    while (window >> (passes + 1)) passes++;
    ahead_t ahead = fetch_after(x, out, count, passes);
    size_t span = 1;
    for (; 2 * span <= window; span *= 2) widen(work, rows - 2 * span + 1, span, &ahead);
    /* The last pass ends where the output does. */
    const double *other = work + (window - span);
    for (size_t k = 0; k < count; k++) out[k] = work[k] > other[k] ? work[k] : other[k];
    return absent;
}
