/*
 * history.c - every row so far, for what is asked of the whole.
 */
#include <stdlib.h>

#include "streaming_parts.h"

static int grow(parts_history *history) {
  int64_t capacity = history->capacity ? 2 * history->capacity : 256;
  int64_t *times = realloc(history->time_ns, (size_t)capacity * sizeof *times);
  if (!times) return 0;
  history->time_ns = times;
  for (int64_t k = 0; k < history->columns; k++) {
    double *column = realloc(history->column[k], (size_t)capacity * sizeof *column);
    if (!column) return 0;
    history->column[k] = column;
  }
  history->capacity = capacity;
  return 1;
}

int parts_append(parts_history *history, int64_t time_ns, const double *row) {
  if (history->count == history->capacity && !grow(history)) return 0;
  history->time_ns[history->count] = time_ns;
  for (int64_t k = 0; k < history->columns; k++) history->column[k][history->count] = row[k];
  history->count++;
  return 1;
}

void parts_history_end(parts_history *history) {
  free(history->time_ns);
  for (int64_t k = 0; k < history->columns; k++) free(history->column[k]);
}
