/* A function of TA_RSI's shape, and calls of one as a C program makes them. */
#ifndef CALL_COST_H
#define CALL_COST_H

/* Does next to nothing: answers through its pointers, and 0. */
int call_cost_tiny(int start, int end, const double *x, int period, int *begin, int *count, double *out);

/* Calls the function at an address so many times; the sum of what it returned. */
long call_cost_direct(const void *function, const double *x, int end, int period, double *out, long calls);

/* How often this process has allocated. */
long call_cost_allocations(void);

#endif
