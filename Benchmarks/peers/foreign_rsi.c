/*
 * TA_RSI called directly, and through a manifest: a whole range, and one streaming update.
 *
 * usage: foreign_rsi MANIFEST LIBRARY ROWS UPDATES
 * prints: range_direct_ns range_through_ns update_direct_ns update_through_ns allocations
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stopwatch.h"

typedef int (*rsi_function)(int, int, const double *, int, int *, int *, double *);
typedef int (*open_function)(void **, const double *, int, int, double *);
typedef int (*update_function)(void *, double, double *);
typedef int (*close_function)(void *);

static void *symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (!address) { fprintf(stderr, "foreign_rsi: no %s\n", name); exit(1); }
  return address;
}

enum { ROUNDS = 15 };

int main(int argc, char **argv) {
  if (argc != 5) return 64;
  int rows = atoi(argv[3]);
  long updates = atol(argv[4]);
  double *prices = malloc((size_t)rows * sizeof *prices), *out = malloc((size_t)rows * sizeof *out);
  unsigned seed = 7;
  prices[0] = 100;
  for (int i = 1; i < rows; i++) prices[i] = prices[i - 1] * (1 + ((double)rand_r(&seed) / RAND_MAX - 0.5) / 50);

  void *library = dlopen(argv[2], RTLD_NOW);
  if (!library) { fprintf(stderr, "foreign_rsi: %s\n", dlerror()); return 1; }
  int (*begin)(void);
  rsi_function rsi;
  open_function rsi_open;
  update_function rsi_update;
  close_function rsi_close;
  *(void **)&begin = symbol(library, "TA_Initialize");
  *(void **)&rsi = symbol(library, "TA_RSI");
  *(void **)&rsi_open = symbol(library, "TA_RSI_Open");
  *(void **)&rsi_update = symbol(library, "TA_RSI_Update");
  *(void **)&rsi_close = symbol(library, "TA_RSI_Close");
  begin();

  const char *paths[] = {argv[1]};
  rot_engine_options options = {.struct_size = sizeof options, .flags = ROT_ENGINE_IN_MEMORY,
                                .plugin_paths = paths, .plugin_path_count = 1};
  rot_engine *engine;
  check(rot_create_engine(&options, &engine));
  rot_binding binding = {.struct_size = sizeof binding, .transform = ROT_TRANSFORM_DEFAULT,
                         .role = "input", .delay_ns = ROT_MISSING};
  const rot_binding *bindings[] = {&binding};
  rot_request request = {.struct_size = sizeof request, .indicator = "ta_rsi",
                         .bindings = bindings, .binding_count = 1};
  rot_prepared *prepared;
  check(rot_prepare(engine, &request, &prepared));
  rot_stream *stream;
  check(rot_open_stream(engine, &request, &stream));
  void *state;
  double last;
  if (rsi_open(&state, prices, 100, 14, &last)) return 1;

  double whole[2][ROUNDS], update[2][ROUNDS];
  int64_t clock = 0;
  for (int i = 0; i < 100; i++) check(rot_update_stream(stream, clock += 1000000000, prices + i, 1, &last));
  long counted = 0;
  const double *columns[] = {prices};
  for (int round = -1; round < ROUNDS; round++) {
    int slot = round < 0 ? 0 : round, first, count;
    double t0 = now_ns();
    if (rsi(0, rows - 1, prices, 14, &first, &count, out)) return 1;
    double t1 = now_ns();
    rot_result *result;
    check(rot_run(prepared, columns, NULL, rows, &result));
    double t2 = now_ns();
    rot_series series = {.struct_size = sizeof series};
    check(rot_get_series(result, "real", &series));
    if (memcmp(series.values + first, out, (size_t)count * sizeof *out)) { fputs("foreign_rsi: values differ\n", stderr); return 1; }
    rot_destroy_result(result);
    double t3 = now_ns();
    for (long i = 0; i < updates; i++) rsi_update(state, prices[i & 1023], &last);
    double t4 = now_ns();
    long before = allocations;
    for (long i = 0; i < updates; i++) check(rot_update_stream(stream, clock += 1000000000, prices + (i & 1023), 1, &last));
    double t5 = now_ns();
    if (round >= 0) counted += allocations - before;
    whole[0][slot] = t1 - t0;
    whole[1][slot] = t2 - t1;
    update[0][slot] = (t4 - t3) / (double)updates;
    update[1][slot] = (t5 - t4) / (double)updates;
  }
  for (int side = 0; side < 2; side++) {
    qsort(whole[side], ROUNDS, sizeof(double), compare);
    qsort(update[side], ROUNDS, sizeof(double), compare);
  }
  printf("%.0f %.0f %.3f %.3f %ld\n", whole[0][ROUNDS / 2], whole[1][ROUNDS / 2], update[0][ROUNDS / 2],
         update[1][ROUNDS / 2], counted);
  rsi_close(state);
  rot_close_stream(stream);
  rot_destroy_prepared(prepared);
  rot_destroy_engine(engine);
  return 0;
}
