/*
 * The C example of an embedding program, under test: a cache of its own, one series in, one answer
 * out, a borrowed view, a stream, and an error that says what to do.
 *
 *     cc embed.c $(pkg-config --cflags --libs rothost) -o embed && ./embed
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rothost/rothost.h"

#define DAY INT64_C(86400000000000)

static int failures;

static void expect(int holds, const char *claim) {
  printf("%s  %s\n", holds ? "ok  " : "FAIL", claim);
  if (!holds) failures++;
}

static void must(rot_status status, const char *what) {
  if (status == ROT_OK) return;
  fprintf(stderr, "%s: %s: %s\n", what, rot_status_name(status), rot_last_error_message());
  exit(1);
}

static void put_closes(rot_engine *engine) {
  static const double close[] = {100, 120, 90, 60, 90, 130};
  int64_t time[6];
  for (int i = 0; i < 6; i++) time[i] = (19723 + i) * DAY; /* 2024-01-01 ... */
  rot_column column = {.struct_size = sizeof column, .name = "close", .unit = "USD", .values = close};
  const rot_column *columns[] = {&column};
  rot_series_data data = {.struct_size = sizeof data, .flags = ROT_SERIES_DATES, .count = 6, .time_ns = time,
                          .columns = columns, .column_count = 1, .close_offset_ns = ROT_MISSING};
  must(rot_put_series(engine, "TOY", &data, ROT_PUT_REPLACE), "put");
}

static void evaluate(rot_engine *engine) {
  rot_binding binding = {.struct_size = sizeof binding, .transform = ROT_TRANSFORM_DEFAULT, .role = "series",
                         .series = "TOY", .delay_ns = ROT_MISSING};
  const rot_binding *bindings[] = {&binding};
  rot_request request = {.struct_size = sizeof request, .indicator = "drawdown", .bindings = bindings,
                         .binding_count = 1};
  rot_result *result;
  must(rot_evaluate(engine, &request, NULL, &result), "evaluate");
  rot_series underwater = {.struct_size = sizeof underwater};
  must(rot_get_series(result, "underwater", &underwater), "series");
  expect(underwater.count == 6 && fabs(underwater.values[3] + 0.5) < 1e-15,
         "60 after a record of 120 is 50 % under water");
  rot_value worst;
  must(rot_get_scalar(result, "worst", &worst), "scalar");
  expect(worst.type == ROT_REAL && fabs(worst.as.real + 0.5) < 1e-15, "the worst drawdown is -50 %");
  char *json;
  must(rot_get_result_json(result, &json), "json");
  expect(strncmp(json, "{\"indicator\"", 12) == 0, "the result is one JSON object");
  rot_free_text(json);
  rot_destroy_result(result);
}

static void view(rot_engine *engine) {
  rot_view *view;
  must(rot_open_view(engine, "TOY", &view), "view");
  must(rot_remove_series(engine, "TOY"), "remove");
  rot_series series = {.struct_size = sizeof series};
  must(rot_get_view(view, NULL, &series), "get view");
  expect(series.count == 6 && series.values[5] == 130,
         "a view keeps what it saw, though the series was removed meanwhile");
  rot_close_view(view);
}

static void stream(rot_engine *engine) {
  rot_binding binding = {.struct_size = sizeof binding, .transform = ROT_TRANSFORM_DEFAULT, .role = "series",
                         .delay_ns = ROT_MISSING};
  const rot_binding *bindings[] = {&binding};
  rot_request request = {.struct_size = sizeof request, .indicator = "drawdown", .bindings = bindings,
                         .binding_count = 1};
  rot_stream *stream;
  must(rot_open_stream(engine, &request, &stream), "open stream");
  double price = 200, answer;
  must(rot_update_stream(stream, 20000 * DAY, &price, 1, &answer), "update");
  price = 150;
  must(rot_peek_stream(stream, 20001 * DAY, &price, 1, &answer), "peek");
  expect(answer == -0.25, "peeking at 150 after 200 shows -25 %");
  price = 100;
  must(rot_update_stream(stream, 20001 * DAY, &price, 1, &answer), "update");
  expect(answer == -0.5, "and the peek changed nothing");
  rot_close_stream(stream);
}

static void errors(rot_engine *engine) {
  rot_request request = {.struct_size = sizeof request, .indicator = "drawdwn"};
  rot_result *result;
  rot_status status = rot_evaluate(engine, &request, NULL, &result);
  expect(status == ROT_ERR_NOT_FOUND && !result && strstr(rot_last_error_message(), "drawdown"),
         "a misspelt indicator is an error that names the nearest");
  expect(rot_evaluate(engine, NULL, NULL, &result) == ROT_ERR_ARGUMENT, "a NULL request is an error");
  expect(rot_evaluate(NULL, &request, NULL, &result) == ROT_ERR_ARGUMENT, "a NULL engine is an error");
  request.struct_size = 8;
  expect(rot_evaluate(engine, &request, NULL, &result) == ROT_ERR_ARGUMENT &&
             strstr(rot_last_error_message(), "struct_size"),
         "a struct below version 1 is refused by name");
}

int main(void) {
  rot_engine_options options = {.struct_size = sizeof options, .flags = ROT_ENGINE_IN_MEMORY};
  rot_engine *engine;
  must(rot_create_engine(&options, &engine), "create");
  put_closes(engine);
  evaluate(engine);
  view(engine);
  stream(engine);
  errors(engine);
  rot_destroy_engine(engine);
  return failures ? 1 : 0;
}
