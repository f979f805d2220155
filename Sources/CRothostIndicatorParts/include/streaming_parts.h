/*
 * streaming_parts.h - what bundled indicators in C that stream share: one walk for batch and stream,
 * windows, histories, pairs, regression.
 */
#ifndef STREAMING_PARTS_H
#define STREAMING_PARTS_H

#include "indicator_parts.h"

/* ---- One machine for batch and stream (stream.c) ------------------------------------------- */

/* An indicator that takes rows one after the other. Batch and stream run the same functions on the
   same rows, so that they agree to the bit. */
typedef struct parts_stream {
  /* A state that has seen no rows; it may read parameters, names, seed and services of `e`. */
  rot_status (*begin)(const rot_evaluation *e, void **state);
  /* One row; row->row_index is negative before the range, and row->series one value per series. */
  rot_status (*take)(void *state, const rot_update *row);
  /* Scalars and tables so far; host may be NULL. */
  rot_status (*report)(void *state, const rot_host *host, const rot_outputs *outputs);
  void (*end)(void *state);
} parts_stream;

/* The whole frame through a state; writes every series of `indicator` and reports. */
rot_status parts_evaluate(const rot_evaluation *e, const rot_indicator *indicator,
                          const parts_stream *stream);
/* A state that has taken the warm-up rows. */
rot_status parts_open(const rot_evaluation *warm_up, const rot_indicator *indicator,
                      const parts_stream *stream, void **state);
/* What the descriptor of such an indicator names evaluate, open_stream and snapshot; it stands before
   the descriptor. Without a host report() only reads the state. */
#define PARTS_STREAMING(indicator, stream) \
  static const rot_indicator indicator; \
  static rot_status evaluate(const rot_evaluation *e) { \
    return parts_evaluate(e, &indicator, &stream); \
  } \
  static rot_status open_stream(const rot_evaluation *warm_up, void **state) { \
    return parts_open(warm_up, &indicator, &stream, state); \
  } \
  static rot_status snapshot(const void *state, const rot_outputs *outputs) { \
    return stream.report((void *)state, NULL, outputs); \
  }

/* fail() with a text that is the same for all: no memory left. */
rot_status parts_no_memory(const rot_host *host);

/* ---- The last rows (window.c) --------------------------------------------------------------- */

/* The last `length` rows of some columns, each column in one piece, oldest row first. */
typedef struct parts_window {
  double *values;
  int64_t columns, length, start, count;
} parts_window;

/* 0 where there is no memory. free(window->values) when done. */
int parts_window_begin(parts_window *window, int64_t columns, int64_t length);
const double *parts_column(const parts_window *window, int64_t column);
/* Takes a row and answers whether it pushed the oldest one out, which undo() wants to know. O(1). */
int parts_push(parts_window *window, const double *row);
/* As if the last row had not come; only once per push. */
void parts_undo(parts_window *window, int pushed_out);

/* ---- All rows so far (history.c) ------------------------------------------------------------ */

#define PARTS_COLUMNS 8
typedef struct parts_history {
  int64_t *time_ns;
  double *column[PARTS_COLUMNS];
  int64_t columns, count, capacity;
} parts_history;

/* 0 where there is no memory; nothing is lost then. O(1) amortised. */
int parts_append(parts_history *history, int64_t time_ns, const double *row);
void parts_history_end(parts_history *history);

/* ---- Two legs (pairs.c) --------------------------------------------------------------------- */

/* Of the pairs without a NaN: how many, their means, and the sums of squares and products about
   these. Anchored and corrected, so that a level of 1e9 costs no digits of a noise of 1e-3. */
typedef struct parts_pairs {
  int64_t n;
  double mean_x, mean_y, xx, yy, xy;
} parts_pairs;

parts_pairs parts_pair_sums(const double *x, const double *y, int64_t count);
/* In [-1, 1]; NaN where a leg does not vary. */
double parts_correlation(double xx, double yy, double xy);

/* ---- Regression (regression.c) --------------------------------------------------------------- */

#define PARTS_FACTORS 8
typedef struct parts_fit {
  int64_t rows, lags;
  double b[PARTS_FACTORS + 1];     /* the constant first */
  double error[PARTS_FACTORS + 1]; /* Newey-West standard errors */
  double r_squared;
} parts_fit;

/* Least squares of columns[0] on columns[1 ... factors] and a constant, over the rows that miss
   nothing; work holds (factors + 2) * count doubles. lags -1: floor(4 (n / 100)^(2/9)) (Newey &
   West 1994). All but rows is NaN with fewer than factors + 3 rows or where a factor is constant
   or a sum of others to twelve digits. O(count * factors * (factors + lags)). */
void parts_least_squares(const double *const *columns, int64_t count, int64_t factors,
                         int64_t lags, double *work, parts_fit *fit);

/* ---- Words (words.c) ------------------------------------------------------------------------- */

/* Appends "p = 0.36", "p = 0.004" or "p < 0.001", as parts_say does. */
void parts_say_probability(char *text, size_t size, double p);
/* A copy that free() releases; NULL where there is no memory. */
char *parts_copy(const char *text);

#endif
