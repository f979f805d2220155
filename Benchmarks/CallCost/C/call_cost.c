#include "call_cost.h"

#include "../../peers/allocations.h"

typedef int (*function_of_shape)(int, int, const double *, int, int *, int *, double *);

int call_cost_tiny(int start, int end, const double *x, int period, int *begin, int *count, double *out) {
  *begin = period;
  *count = end - start;
  *out = *x;
  return 0;
}

long call_cost_direct(const void *address, const double *x, int end, int period, double *out, long calls) {
  function_of_shape function;
  *(const void **)&function = address;
  long sum = 0;
  for (long call = 0; call < calls; call++) {
    int begin, count;
    sum += function(0, end, x, period, &begin, &count, out);
  }
  return sum;
}

long call_cost_allocations(void) { return allocations; }
