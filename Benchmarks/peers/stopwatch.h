/*
 * What the benchmark programs share: a clock, medians, a check, and how often the process allocates.
 * Include it in one file of a program, with _GNU_SOURCE.
 */
#ifndef STOPWATCH_H
#define STOPWATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "allocations.h"
#include "rothost/rothost.h"

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Ends the program with what the host says of a failed call. */
static void check(rot_status status) {
  if (status == ROT_OK) return;
  fprintf(stderr, "%s: %s\n", rot_status_name(status), rot_last_error_message());
  exit(1);
}

#endif
