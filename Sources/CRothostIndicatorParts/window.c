/*
 * window.c - the last rows, each column contiguous: rows are written behind one another and moved to
 * the front when the room, twice the window, is used up.
 */
#include <stdlib.h>
#include <string.h>

#include "streaming_parts.h"

int parts_window_begin(parts_window *window, int64_t columns, int64_t length) {
  *window = (parts_window){.columns = columns, .length = length};
  window->values = malloc((size_t)columns * 2 * (size_t)length * sizeof *window->values);
  return window->values != NULL;
}

static double *place(const parts_window *window, int64_t column, int64_t position) {
  return window->values + column * 2 * window->length + position;
}

const double *parts_column(const parts_window *window, int64_t column) {
  return place(window, column, window->start);
}

int parts_push(parts_window *window, const double *row) {
  if (window->start + window->count == 2 * window->length) {
    for (int64_t k = 0; k < window->columns; k++)
      memmove(place(window, k, 0), place(window, k, window->start),
              (size_t)window->count * sizeof(double));
    window->start = 0;
  }
  for (int64_t k = 0; k < window->columns; k++)
    *place(window, k, window->start + window->count) = row[k];
  int full = window->count == window->length;
  window->start += full;
  window->count += !full;
  return full;
}

void parts_undo(parts_window *window, int pushed_out) {
  window->start -= pushed_out;
  window->count -= !pushed_out;
}
