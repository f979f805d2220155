#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define STRIP 1024u
/* Values ahead of the search that are fetched: the processor alone asks for too few lines at a time. */
#define AHEAD 512u

ROT_CLONES ROT_WIDE
size_t rot_first_infinity(const double *x, size_t count)
{
    for (size_t start = 0; start < count; start += STRIP) {
        const size_t end = count - start < STRIP ? count : start + STRIP;
        uint64_t infinite = 0;
        size_t k = start;
        for (; k + 8 <= end; k += 8) {
            __builtin_prefetch(x + k + AHEAD);
            for (size_t lane = k; lane < k + 8; lane++) infinite |= fabs(x[lane]) == INFINITY;
        }
        for (; k < end; k++) infinite |= fabs(x[k]) == INFINITY;
        if (infinite == 0) continue;
        for (k = start; k < end; k++) {
            if (fabs(x[k]) == INFINITY) return k;
        }
    }
    return count;
}
