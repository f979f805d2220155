/*
 * TA_RSI called directly, and through a manifest: a whole range, and one streaming update. Ranges go
 * through the host in three ways: a stored series, an array on one thread, an array on all threads.
 *
 * usage: foreign_rsi MANIFEST LIBRARY ROWS UPDATES
 * prints: of each range, the direct one first, wall_ns and processor_ns of this thread; then
 *         update_direct_ns update_through_ns allocations
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

enum { ROUNDS = 31, WAYS = 4 };

static double processor_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double median(double *values) {
  qsort(values, ROUNDS, sizeof *values, compare);
  return values[ROUNDS / 2];
}

/* The request's series, stored; stamps are seconds. */
static void store(rot_engine *engine, const double *prices, int rows) {
  int64_t *times = malloc((size_t)rows * sizeof *times);
  for (int i = 0; i < rows; i++) times[i] = (int64_t)i * 1000000000;
  rot_column column = {.struct_size = sizeof column, .name = "close", .values = prices};
  const rot_column *columns[] = {&column};
  rot_series_data data = {.struct_size = sizeof data, .count = rows, .time_ns = times, .columns = columns,
                          .column_count = 1, .close_offset_ns = ROT_MISSING};
  check(rot_put_series(engine, "PRICES", &data, ROT_PUT_REPLACE));
  free(times);
}

typedef struct sides {
  rsi_function direct;
  rot_engine *engine;
  const rot_request *stored;
  rot_prepared *prepared[2];
  const double *prices;
  double *out;
  int rows, first, count;
} sides;

/* One answer by one way and its two times; compared with the direct one if wanted. */
static void answer(sides *s, int way, int compared, double *wall, double *processor) {
  double t = now_ns(), p = processor_ns();
  rot_result *result = NULL;
  if (way == 0) {
    if (s->direct(0, s->rows - 1, s->prices, 14, &s->first, &s->count, s->out)) exit(1);
  } else if (way == 1) {
    check(rot_evaluate(s->engine, s->stored, NULL, &result));
  } else {
    check(rot_run(s->prepared[way - 2], &s->prices, NULL, s->rows, &result));
  }
  *processor = processor_ns() - p;
  *wall = now_ns() - t;
  if (!result) return;
  rot_series series = {.struct_size = sizeof series};
  check(rot_get_series(result, "real", &series));
  if (compared && memcmp(series.values + s->first, s->out, (size_t)s->count * sizeof *s->out)) {
    fputs("foreign_rsi: values differ\n", stderr);
    exit(1);
  }
  rot_destroy_result(result);
}

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
  store(engine, prices, rows);
  rot_binding binding = {.struct_size = sizeof binding, .transform = ROT_TRANSFORM_DEFAULT,
                         .role = "input", .series = "PRICES", .delay_ns = ROT_MISSING};
  const rot_binding *bindings[] = {&binding};
  rot_request stored = {.struct_size = sizeof stored, .indicator = "ta_rsi",
                        .bindings = bindings, .binding_count = 1};
  rot_binding deferred = binding;
  deferred.series = NULL;
  const rot_binding *arrays[] = {&deferred};
  rot_request request = stored;
  request.bindings = arrays;
  request.workers = 1;
  sides sides = {.direct = rsi, .engine = engine, .stored = &stored, .prices = prices, .out = out, .rows = rows};
  check(rot_prepare(engine, &request, &sides.prepared[0]));
  request.workers = 0;
  check(rot_prepare(engine, &request, &sides.prepared[1]));
  rot_stream *stream;
  check(rot_open_stream(engine, &request, &stream));
  void *state;
  double last;
  if (rsi_open(&state, prices, 100, 14, &last)) return 1;

  static double wall[WAYS][ROUNDS], processor[WAYS][ROUNDS], update[2][ROUNDS];
  int64_t clock = 0;
  for (int i = 0; i < 100; i++) check(rot_update_stream(stream, clock += 1000000000, prices + i, 1, &last));
  long counted = 0;
  for (int round = -1; round < ROUNDS; round++) {
    int slot = round < 0 ? 0 : round;
    /* The last of three counts: each side finds its own arrays in the processor's caches, as far as they fit. */
    for (int way = 0; way < WAYS; way++)
      for (int time = 0; time < 3; time++) answer(&sides, way, time == 0, &wall[way][slot], &processor[way][slot]);
    double t = now_ns();
    for (long i = 0; i < updates; i++) rsi_update(state, prices[i & 1023], &last);
    update[0][slot] = (now_ns() - t) / (double)updates;
    long before = allocations;
    t = now_ns();
    for (long i = 0; i < updates; i++) check(rot_update_stream(stream, clock += 1000000000, prices + (i & 1023), 1, &last));
    update[1][slot] = (now_ns() - t) / (double)updates;
    if (round >= 0) counted += allocations - before;
  }
  for (int way = 0; way < WAYS; way++) printf("%.0f %.0f ", median(wall[way]), median(processor[way]));
  printf("%.3f %.3f %ld\n", median(update[0]), median(update[1]), counted);
  rsi_close(state);
  rot_close_stream(stream);
  for (int i = 0; i < 2; i++) rot_destroy_prepared(sides.prepared[i]);
  rot_destroy_engine(engine);
  return 0;
}
