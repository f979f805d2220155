/* One engine, eight threads: put, evaluate, view, list and fail at once. Built with the thread
   sanitizer by `make sanitize`, and plainly by `make test`. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rothost/rothost.h"

#define DAY INT64_C(86400000000000)
enum { THREADS = 8, ROUNDS = 25, ROWS = 500 };

static rot_engine *engine;

static void *work(void *argument) {
  long id = (long)argument, wrong = 0;
  char own[32];
  snprintf(own, sizeof own, "T%ld", id);
  static __thread int64_t time[ROWS];
  static __thread double close[ROWS];
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < ROWS; i++) {
      time[i] = i * DAY;
      close[i] = 100 + (i * (7 + id) + round) % 50;
    }
    rot_column column = {.struct_size = sizeof column, .name = "close", .values = close};
    const rot_column *columns[] = {&column};
    rot_series_data data = {.struct_size = sizeof data, .flags = ROT_SERIES_DATES, .count = ROWS,
                            .time_ns = time, .columns = columns, .column_count = 1,
                            .close_offset_ns = ROT_MISSING};
    wrong += rot_put_series(engine, own, &data, ROT_PUT_REPLACE) != ROT_OK;

    rot_binding binding = {.struct_size = sizeof binding, .transform = ROT_TRANSFORM_DEFAULT,
                           .role = "series", .series = round % 2 ? own : "SHARED", .delay_ns = ROT_MISSING};
    const rot_binding *bindings[] = {&binding};
    rot_request request = {.struct_size = sizeof request, .indicator = "drawdown", .bindings = bindings,
                           .binding_count = 1};
    rot_result *result;
    if (rot_evaluate(engine, &request, NULL, &result) == ROT_OK) {
      rot_series series = {.struct_size = sizeof series};
      wrong += rot_get_series(result, "underwater", &series) != ROT_OK || series.count != ROWS;
      for (int64_t i = 0; i < series.count; i++) wrong += !(series.values[i] <= 0);
      rot_destroy_result(result);
    } else {
      fprintf(stderr, "thread %ld: %s\n", id, rot_last_error_message());
      wrong++;
    }

    rot_view *view;
    if (rot_open_view(engine, own, &view) == ROT_OK) {
      rot_series series = {.struct_size = sizeof series};
      wrong += rot_get_view(view, "close", &series) != ROT_OK ||
               memcmp(series.values, close, sizeof close) != 0;
      rot_close_view(view);
    } else {
      wrong++;
    }

    char *text;
    if (rot_list_series(engine, &text) == ROT_OK) rot_free_text(text); else wrong++;
    request.indicator = "nothing_like_it";
    wrong += rot_evaluate(engine, &request, NULL, &result) != ROT_ERR_NOT_FOUND;
    wrong += strstr(rot_last_error_message(), "nothing_like_it") == NULL;
  }
  return (void *)wrong;
}

int main(void) {
  rot_engine_options options = {.struct_size = sizeof options, .flags = ROT_ENGINE_IN_MEMORY};
  if (rot_create_engine(&options, &engine) != ROT_OK) {
    fprintf(stderr, "%s\n", rot_last_error_message());
    return 1;
  }
  int64_t time[ROWS];
  double close[ROWS];
  for (int i = 0; i < ROWS; i++) {
    time[i] = i * DAY;
    close[i] = 100 + i % 37;
  }
  rot_column column = {.struct_size = sizeof column, .name = "close", .values = close};
  const rot_column *columns[] = {&column};
  rot_series_data data = {.struct_size = sizeof data, .flags = ROT_SERIES_DATES, .count = ROWS, .time_ns = time,
                          .columns = columns, .column_count = 1, .close_offset_ns = ROT_MISSING};
  if (rot_put_series(engine, "SHARED", &data, ROT_PUT_REPLACE) != ROT_OK) {
    fprintf(stderr, "%s\n", rot_last_error_message());
    return 1;
  }
  pthread_t threads[THREADS];
  long wrong = 0;
  for (long i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, (void *)i);
  for (int i = 0; i < THREADS; i++) {
    void *answer;
    pthread_join(threads[i], &answer);
    wrong += (long)answer;
  }
  char *counters;
  if (rot_get_engine_counters(engine, &counters) == ROT_OK) {
    printf("%s\n", counters);
    rot_free_text(counters);
  }
  rot_destroy_engine(engine);
  printf("%s  eight threads on one engine get %d right answers each\n", wrong ? "FAIL" : "ok  ", ROUNDS);
  return wrong ? 1 : 0;
}
