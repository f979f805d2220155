/*
 * lead_lag.h - what the three source files of this plugin share: the question and its parts.
 */
#ifndef LEAD_LAG_H
#define LEAD_LAG_H

#include "indicator_parts.h"

/* Parameters and outputs by name, in descriptor order. */
enum { METHOD, MAX_LAG, STEP, RESAMPLES, CONFIDENCE, WINDOW, WINDOW_STEP };
enum { METHOD_CCF, METHOD_HAYASHI_YOSHIDA };
enum {
  BEST_LAG, BEST_LAG_DAYS, CORRELATION, P_VALUE, P_LEAD, P_FOLLOW, LLR, N, LAG_LOW, LAG_HIGH,
  VERDICT, RESAMPLING, PROFILE, THROUGH_TIME
};

/* One leg: returns on the frame's clock, or log levels on their own stamps. */
typedef struct leg {
  const char *name;
  const int64_t *time_ns;
  const double *values;
  int64_t count;
} leg;

/* What is asked, and the answer as it comes in. Profiles have one value per lag, -max_lag first. */
typedef struct question {
  const rot_evaluation *e;
  const rot_host *host; /* told of progress; NULL within a window */
  const rot_statistics *s;
  leg x, y;
  int64_t max_lag;
  int64_t *lags_ns;    /* NULL on a common clock */
  double days_per_lag; /* mean spacing of the clock, or the step */
  double alpha;        /* 1 - confidence */
  double *correlation, *statistic, *p_pointwise;
  rot_lead_lag_answer answer; /* lags in bars, or in steps */
} question;

static inline int64_t parameter(const rot_evaluation *e, int which) {
  return e->parameters[which].as.integer;
}

static inline int64_t lag_count(const question *q) { return 2 * q->max_lag + 1; }

static inline double at_lag(const question *q, const double *profile, int64_t lag) {
  return profile[lag + q->max_lag];
}

/* legs.c: fills in x, y, lags_ns and days_per_lag, or says why method and alignment do not fit. */
rot_status lead_lag_choose_legs(question *q);

/* verdict.c: the answer in words, with closing hours named where they may explain it. */
void lead_lag_say_verdict(const question *q, char *text, size_t size);

#endif
