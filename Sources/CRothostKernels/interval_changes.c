#include "CRothostKernels.h"

size_t rot_interval_changes(const int64_t *s, size_t rows, int64_t lag, const int64_t *t,
                            const double *level, size_t level_count, size_t start,
                            double *change, double *overlap)
{
    const size_t last = level_count - 1;
    size_t next = start;
    while (next < level_count && t[next] < s[0] + lag) next++;
    const size_t first = next;
    for (size_t i = 0; i < rows; i++) {
        /* lo: the last stamp at or before the interval's open left end, or the very first. */
        size_t lo = next;
        if (next > last) lo = last;
        else if (next > 0 && t[next] != s[i] + lag) lo = next - 1;
        while (next < level_count && t[next] < s[i + 1] + lag) next++;
        /* hi: the first stamp at or after the closed right end, or the very last. */
        const size_t hi = next > last ? last : next;
        change[i] = level[hi] - level[lo];
        if (overlap) {
            const int64_t from = t[lo] > s[i] ? t[lo] : s[i];
            const int64_t to = t[hi] < s[i + 1] ? t[hi] : s[i + 1];
            overlap[i] = to > from ? (double)(to - from) : 0.0;
        }
    }
    return first;
}
