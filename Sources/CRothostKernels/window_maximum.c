#include "CRothostKernels.h"

#include <math.h>

/* van Herk (1992), Gil & Werman (1993): a suffix maximum met by a prefix maximum. */
void rot_window_maximum(const double *left, const double *right, size_t count, size_t window,
                        double *out)
{
    double most = -INFINITY;
    for (size_t j = window; j-- > 0;) {
        if (j < count) out[j] = most;
        /* False for NaN, which is passed over. */
        if (left) most = left[j] > most ? left[j] : most;
    }
    most = -INFINITY;
    for (size_t j = 0; j < count; j++) {
        most = right[j] > most ? right[j] : most;
        out[j] = most > out[j] ? most : out[j];
    }
}
