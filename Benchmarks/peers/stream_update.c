/*
 * One streaming update: the indicator's C function called directly, then through rot_update_stream;
 * and how often the host allocates meanwhile (malloc is counted by the executable's own).
 *
 * usage: stream_update PLUGIN_FOLDER UPDATES
 * prints: direct_ns through_ns allocations
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stopwatch.h"

enum { ROUNDS = 15 };
static double prices[4096];

static double direct(const rot_indicator *indicator, long updates) {
  rot_value span = {ROT_INTEGER, 1, {.integer = 20}};
  rot_evaluation warm_up = {.struct_size = sizeof warm_up, .parameters = &span};
  void *state;
  check(indicator->open(&warm_up, &state));
  double row, out;
  rot_update update = {.struct_size = sizeof update, .column_count = 1, .row = &row, .series = &out};
  double begin = now_ns();
  for (long i = 0; i < updates; i++) {
    row = prices[i & 4095];
    update.time_ns = (int64_t)i * 1000000000;
    update.row_index = i;
    check(indicator->update(state, &update));
  }
  double spent = now_ns() - begin;
  indicator->close(state);
  return spent / (double)updates;
}

static double through(rot_stream *stream, long updates, int64_t *clock) {
  double row, out;
  int64_t time = *clock;
  double begin = now_ns();
  for (long i = 0; i < updates; i++) {
    row = prices[i & 4095];
    time += 1000000000;
    check(rot_update_stream(stream, time, &row, 1, &out));
  }
  double spent = now_ns() - begin;
  *clock = time;
  return spent / (double)updates;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  long updates = atol(argv[2]);
  for (int i = 0; i < 4096; i++) prices[i] = 100.0 + (double)(i * 37 % 101) / 7.0;

  char path[4096];
  snprintf(path, sizeof path, "%s/stream_ema.so", argv[1]);
  void *library = dlopen(path, RTLD_NOW);
  if (!library) { fprintf(stderr, "stream_update: %s\n", dlerror()); return 1; }
  rot_plugin_entry_function entry;
  *(void **)&entry = dlsym(library, ROT_PLUGIN_ENTRY_SYMBOL);
  const rot_indicator *indicator = entry()->indicators[0];

  const char *folders[] = {argv[1]};
  rot_engine_options options = {.struct_size = sizeof options, .flags = ROT_ENGINE_IN_MEMORY,
                                .plugin_paths = folders, .plugin_path_count = 1};
  rot_engine *engine;
  check(rot_create_engine(&options, &engine));
  rot_binding binding = {.struct_size = sizeof binding, .transform = ROT_TRANSFORM_DEFAULT,
                         .role = "series", .delay_ns = ROT_MISSING};
  const rot_binding *bindings[] = {&binding};
  rot_request request = {.struct_size = sizeof request, .indicator = "stream_ema",
                         .bindings = bindings, .binding_count = 1};
  rot_stream *stream;
  check(rot_open_stream(engine, &request, &stream));

  int64_t clock = 0;
  double a[ROUNDS], b[ROUNDS];
  through(stream, updates / 10 + 1, &clock);
  long counted = 0;
  for (int i = 0; i < ROUNDS; i++) {
    a[i] = direct(indicator, updates);
    long before = allocations;
    b[i] = through(stream, updates, &clock);
    counted += allocations - before;
  }
  qsort(a, ROUNDS, sizeof a[0], compare);
  qsort(b, ROUNDS, sizeof b[0], compare);
  printf("%.3f %.3f %ld\n", a[ROUNDS / 2], b[ROUNDS / 2], counted);
  rot_close_stream(stream);
  rot_destroy_engine(engine);
  return 0;
}
