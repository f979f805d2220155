/*
 * regime.h - what the source files of this plugin share: the state and its parts.
 */
#ifndef REGIME_H
#define REGIME_H

#include "streaming_parts.h"

/* Parameters and outputs by name, in descriptor order; the series come first. */
enum { WINDOW, MIN_PERIODS, SPAN, BAND_LOW, BAND_HIGH, CONFIDENCE, MIN_SEGMENT, RESAMPLES };
enum { ROLLING, LOW, HIGH, WEIGHTED, WEIGHTED_LOW, WEIGHTED_HIGH, REGIME, SERIES_COUNT };
enum {
  CURRENT = SERIES_COUNT, CURRENT_LOW, CURRENT_HIGH, CURRENT_WEIGHTED, CURRENT_REGIME,
  REGIME_SINCE, SHARE_IN_BAND, DAYS_IN_BAND, WINDOWS, CORRELATION, N, P_VALUE, CHANGE_COUNT,
  VERDICT, RESAMPLING, CHANGES
};
/* What the rolling correlation is like. */
enum { INVERSE, NONE, BELOW, WITHIN, ABOVE };

/* A mean kept in two doubles, so that a level of 1e9 costs no digits. */
typedef struct mean {
  double high, low;
} mean;

/* Exponentially weighted moments of the pairs so far (weighted.c). */
typedef struct weighted {
  double decay;
  int64_t n;
  mean x, y;
  double weight, squared_weight; /* sums of w and of w squared */
  double xx, yy, xy;             /* sums of w times products about the means */
} weighted;

/* Everything of a state that a peek must not change. */
typedef struct progress {
  weighted weighted;
  double value, low, high, weighted_value;
  int64_t regime;       /* ROT_MISSING before the first */
  int64_t regime_since; /* the stamp of the first window of the present regime */
  int64_t windows, in_band;
} progress;

typedef struct state {
  progress now;
  parts_window window;
  parts_history pairs;
  const rot_statistics *statistics;
  char *x_name, *y_name;
  int64_t min_periods, min_segment, resamples;
  double band_low, band_high, confidence, normal_quantile;
  uint64_t seed;
} state;

/* weighted.c */
void regime_weigh(weighted *w, double x, double y);
double regime_weighted_correlation(const weighted *w);
/* Kish's number of equal weights that would do as well: (sum w)^2 / sum w^2. */
double regime_effective_count(const weighted *w);

/* changes.c: tests whether the correlation was constant and reports; appends it to `text`. */
rot_status regime_report_changes(const state *s, const rot_host *host, const rot_outputs *outputs,
                                 char *text, size_t size);

#endif
