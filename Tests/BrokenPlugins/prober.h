/* The state that batch and stream share. */
#ifndef PROBER_H
#define PROBER_H

#include <math.h>
#include <rothost/plugin.h>
#include <stdint.h>

typedef struct prober {
  double before, latest, peak, spare;
  int64_t n, records, room;
  int64_t *times;
  double *values;
} prober;

typedef struct layout {
  int series, driver, spread, extra, basket, basket_count;
} layout;

typedef struct stream {
  prober p;
  layout l;
} stream;

#endif
