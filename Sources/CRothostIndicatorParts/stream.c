/*
 * stream.c - batch and stream as the same walk over rows.
 */
#include <math.h>
#include <stdlib.h>

#include "streaming_parts.h"

/* How many rows pass between two looks at the wish to stop. */
#define ROWS_PER_LOOK 4096

rot_status parts_no_memory(const rot_host *host) {
  const char *text = "no memory left: ask for fewer rows or a shorter window";
  return host && host->fail ? host->fail(host, ROT_ERR_MEMORY, text) : ROT_ERR_MEMORY;
}

static uint32_t series_count(const rot_indicator *indicator) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < indicator->output_count; i++)
    count += indicator->outputs[i]->kind == ROT_OUTPUT_SERIES;
  return count;
}

/* Rows first ... end - 1 through the state; `columns` are written from row warm_up_rows on. */
static rot_status walk(const rot_evaluation *e, const parts_stream *stream, void *state,
                       int64_t end, uint32_t count, double *const *columns) {
  const rot_frame *f = e->frame;
  double *memory = malloc((f->column_count + count + 1) * sizeof *memory);
  if (!memory) return parts_no_memory(e->host);
  double *row = memory, *series = memory + f->column_count;
  rot_status status = ROT_OK;
  for (int64_t i = 0; status == ROT_OK && i < end; i++) {
    for (uint32_t c = 0; c < f->column_count; c++) row[c] = f->columns[c][i];
    for (uint32_t s = 0; s < count; s++) series[s] = NAN;
    rot_update update = {.struct_size = sizeof update, .column_count = f->column_count,
                         .time_ns = f->time_ns[i], .row_index = i - f->warm_up_rows, .row = row,
                         .series = series, .host = e->host};
    status = stream->take(state, &update);
    if (status != ROT_OK || update.row_index < 0) continue;
    for (uint32_t s = 0; s < count; s++) columns[s][update.row_index] = series[s];
    if (i % ROWS_PER_LOOK == 0 && e->host->is_cancelled(e->host)) status = ROT_ERR_CANCELLED;
  }
  free(memory);
  return status;
}

rot_status parts_evaluate(const rot_evaluation *e, const rot_indicator *indicator,
                          const parts_stream *stream) {
  uint32_t count = series_count(indicator), next = 0;
  double **columns = e->host->scratch(e->host, (count + 1) * sizeof *columns);
  if (!columns) return parts_no_memory(e->host);
  for (uint32_t i = 0; i < indicator->output_count; i++) {
    if (indicator->outputs[i]->kind != ROT_OUTPUT_SERIES) continue;
    columns[next] = e->outputs->new_series(e->outputs, i, rot_output_rows(e->frame), NULL);
    if (!columns[next++]) return ROT_ERR_OUTPUT;
  }
  void *state = NULL;
  rot_status status = stream->begin(e, &state);
  if (status != ROT_OK) return status;
  status = walk(e, stream, state, e->frame->row_count, count, columns);
  if (status == ROT_OK) status = stream->report(state, e->host, e->outputs);
  stream->end(state);
  return status;
}

rot_status parts_open(const rot_evaluation *warm_up, const rot_indicator *indicator,
                      const parts_stream *stream, void **state) {
  rot_status status = stream->begin(warm_up, state);
  if (status != ROT_OK) return status;
  status = walk(warm_up, stream, *state, warm_up->frame->warm_up_rows, series_count(indicator),
                NULL);
  if (status != ROT_OK) stream->end(*state);
  return status;
}
