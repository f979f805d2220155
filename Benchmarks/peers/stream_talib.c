/*
 * One streaming update of a correlation of 60 pairs, as a C caller makes it: rot_update_stream and
 * TA-Lib's TA_CORREL_Update in turn, on the same numbers. Their answers are compared first.
 *
 * usage: stream_talib PLUGIN_FOLDER LIBTA_LIB UPDATES
 * prints: ours_ns theirs_ns largest_difference
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rothost/rothost.h"

/* As TA-Lib 0.8 declares them; the wheel brings the library without its header. */
typedef int (*talib_initialize)(void);
typedef int (*talib_open)(void **, const double *, const double *, int, int, double *);
typedef int (*talib_update)(void *, double, double, double *);

enum { ROUNDS = 9, WINDOW = 60, NUMBERS = 4096 };
static double x[NUMBERS], y[NUMBERS];

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double p = *(const double *)a, q = *(const double *)b;
  return (p > q) - (p < q);
}

static void check(rot_status status) {
  if (status == ROT_OK) return;
  fprintf(stderr, "stream_talib: %s: %s\n", rot_status_name(status), rot_last_error_message());
  exit(1);
}

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (!found) {
    fprintf(stderr, "stream_talib: no %s\n", name);
    exit(1);
  }
  return found;
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  long updates = atol(argv[3]);
  srand48(60);
  for (int i = 0; i < NUMBERS; i++) {
    x[i] = drand48() - 0.5;
    y[i] = 0.5 * x[i] + drand48() - 0.5;
  }
  void *library = dlopen(argv[2], RTLD_NOW);
  if (!library) {
    fprintf(stderr, "stream_talib: %s\n", dlerror());
    return 1;
  }
  talib_initialize initialize;
  talib_open open;
  talib_update update;
  *(void **)&initialize = symbol(library, "TA_Initialize");
  *(void **)&open = symbol(library, "TA_CORREL_Open");
  *(void **)&update = symbol(library, "TA_CORREL_Update");
  initialize();

  const char *folders[] = {argv[1]};
  rot_engine_options options = {.struct_size = sizeof options, .flags = ROT_ENGINE_IN_MEMORY,
                                .plugin_paths = folders, .plugin_path_count = 1};
  rot_engine *engine;
  check(rot_create_engine(&options, &engine));
  rot_binding legs[2] = {{.struct_size = sizeof(rot_binding), .transform = ROT_TRANSFORM_DEFAULT,
                          .role = "x", .delay_ns = ROT_MISSING},
                         {.struct_size = sizeof(rot_binding), .transform = ROT_TRANSFORM_DEFAULT,
                          .role = "y", .delay_ns = ROT_MISSING}};
  const rot_binding *bindings[] = {&legs[0], &legs[1]};
  rot_request request = {.struct_size = sizeof request, .indicator = "stream_correlation",
                         .bindings = bindings, .binding_count = 2};
  rot_stream *stream;
  check(rot_open_stream(engine, &request, &stream));

  int64_t clock = 0;
  double row[2], ours = 0, theirs = 0, difference = 0;
  for (int i = 0; i < WINDOW; i++) {
    row[0] = x[i], row[1] = y[i], clock += 1000000000;
    check(rot_update_stream(stream, clock, row, 2, &ours));
  }
  void *handle;
  if (open(&handle, x, y, WINDOW, WINDOW, &theirs)) return 1;
  double a[ROUNDS], b[ROUNDS];
  for (int round = -1; round < ROUNDS; round++) {
    long count = round < 0 ? NUMBERS : updates;
    if (round < 0) {
      for (long i = WINDOW; i < WINDOW + count; i++) {
        row[0] = x[i % NUMBERS], row[1] = y[i % NUMBERS], clock += 1000000000;
        check(rot_update_stream(stream, clock, row, 2, &ours));
        if (update(handle, row[0], row[1], &theirs)) return 1;
        difference = fmax(difference, fabs(ours - theirs));
      }
      continue;
    }
    double begin = now_ns();
    for (long i = 0; i < count; i++) {
      row[0] = x[i % NUMBERS], row[1] = y[i % NUMBERS], clock += 1000000000;
      check(rot_update_stream(stream, clock, row, 2, &ours));
    }
    double between = now_ns();
    for (long i = 0; i < count; i++) {
      if (update(handle, x[i % NUMBERS], y[i % NUMBERS], &theirs)) return 1;
    }
    a[round] = (between - begin) / (double)count;
    b[round] = (now_ns() - between) / (double)count;
  }
  qsort(a, ROUNDS, sizeof a[0], compare);
  qsort(b, ROUNDS, sizeof b[0], compare);
  printf("%.3f %.3f %.3g\n", a[ROUNDS / 2], b[ROUNDS / 2], difference);
  rot_close_stream(stream);
  rot_destroy_engine(engine);
  return 0;
}
