#include "CRothostKernels.h"

#include "clones.h"

ROT_CLONES ROT_WIDE
void rot_subtract_multiple(double *x, const double *v, double step, size_t count)
{
    for (size_t i = 0; i < count; i++) x[i] -= step * v[i];
}
