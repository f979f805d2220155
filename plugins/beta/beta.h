/*
 * beta.h - what the source files of this plugin share: the state and its parts.
 */
#ifndef BETA_H
#define BETA_H

#include "streaming_parts.h"

#define MAXIMUM_FACTORS 4
#define MAXIMUM_COLUMNS (MAXIMUM_FACTORS + 1)
/* Rows on one side of the factor's mean, below which that side has no beta of its own. */
#define SIDE_ROWS 10

/* Parameters and outputs by name, in descriptor order; the series come first. */
enum { WINDOW, MIN_PERIODS, LAGS, CONFIDENCE };
enum {
  BETA, BETA_2, BETA_3, BETA_4, BETA_T, BETA_2_T, BETA_3_T, BETA_4_T, ALPHA, ALPHA_T, R_SQUARED,
  BETA_UP, BETA_DOWN, SERIES_COUNT
};
enum {
  CURRENT_BETA = SERIES_COUNT, CURRENT_ALPHA, CURRENT_R_SQUARED, BETA_ALL, BETA_LOW, BETA_HIGH,
  P_VALUE, ALPHA_ALL, P_ALPHA, R_SQUARED_ALL, UP_ALL, DOWN_ALL, N_UP, N_DOWN, P_ASYMMETRY, N,
  NEWEY_WEST_LAGS, VERDICT, FACTORS
};

/* Slopes of the target on the first factor where that is above, and where below, its mean. */
typedef struct sides {
  double up, down;
  int64_t n_up, n_down;
} sides;

typedef struct state {
  parts_window window;   /* the target, then the factors */
  parts_history history; /* the same rows, all of the range */
  double *work;          /* of the window's regressions */
  const rot_statistics *statistics;
  char *names[MAXIMUM_COLUMNS];
  int64_t factors, min_periods, lags;
  double confidence;
  parts_fit fit; /* of the window at the last row */
  sides sides;
} state;

/* sides.c. work holds 2 * count doubles. */
sides beta_by_side(const double *target, const double *factor, int64_t count, double *work);
/* Newey-West p of equal betas on both sides; NaN without a side. O(count * lags). */
double beta_side_p(const state *s, const double *target, const double *factor, int64_t count,
                   double *work);
/* Two-sided by Student's t. */
double beta_p(const state *s, double b, double error, int64_t degrees);

/* whole.c: the regression of all rows, in numbers and words. */
rot_status beta_report_whole(state *s, const rot_host *host, const rot_outputs *outputs);

#endif
