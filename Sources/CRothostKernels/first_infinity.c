#include "CRothostKernels.h"

#include <math.h>

#include "clones.h"

#define STRIP 1024u

ROT_CLONES ROT_WIDE
size_t rot_first_infinity(const double *x, size_t count)
{
    for (size_t start = 0; start < count; start += STRIP) {
        const size_t end = count - start < STRIP ? count : start + STRIP;
        uint64_t infinite = 0;
        for (size_t k = start; k < end; k++) infinite |= fabs(x[k]) == INFINITY;
        if (infinite == 0) continue;
        for (size_t k = start; k < end; k++) {
            if (fabs(x[k]) == INFINITY) return k;
        }
    }
    return count;
}
