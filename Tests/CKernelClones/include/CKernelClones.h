/* Each kernel's clones by themselves, which the loader otherwise chooses from: do they give the same bits? */
#ifndef CKERNELCLONES_H
#define CKERNELCLONES_H

#include <stddef.h>

/* How many clones there are: 1 where the compiler or a sanitizer allows no more. */
int clones_count(void);

/* "baseline", "x86-64-v3" or "x86-64-v4"; NULL where this processor lacks its instructions. */
const char *clones_name(int clone);

/*
 * Runs every kernel of two clones on x and y, 2,048 finite values or gaps each, and returns the first whose
 * outputs differ in a bit, or NULL. `ran`: how many were compared.
 */
const char *clones_difference(int one, int other, const double *x, const double *y, int *ran);

#endif
