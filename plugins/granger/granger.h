/*
 * granger.h - what the source files of this plugin share: the question, asked in both directions.
 */
#ifndef GRANGER_H
#define GRANGER_H

#include "indicator_parts.h"

/* Parameters and outputs by name, in descriptor order. */
enum { MAX_LAG, CRITERION, RESAMPLES, CONFIDENCE, UNIT_ROOT };
enum { CRITERION_AIC, CRITERION_BIC, CRITERION_FIXED };
enum { UNIT_ROOT_REFUSE, UNIT_ROOT_ALLOW };
enum {
  F, LAG_ORDER, P_VALUE, P_LEAD, P_CLASSICAL, P_FOLLOW, F_FOLLOW, LAG_ORDER_FOLLOW,
  P_CLASSICAL_FOLLOW, N, P_UNIT_ROOT_LEADER, P_UNIT_ROOT_FOLLOWER, VERDICT, RESAMPLING, ORDERS,
  PROFILE
};
enum { LEAD, FOLLOW };

typedef struct leg {
  const char *name;
  const double *values;
  double p_unit_root;
} leg;

/* Does the past of `from` help to predict `to`? Criteria have one value per order, 1 first. */
typedef struct direction {
  const leg *from, *to;
  double *akaike, *bayes;
  rot_granger_answer answer;
} direction;

typedef struct question {
  const rot_evaluation *e;
  const rot_statistics *s;
  int64_t count, max_lag, pairs; /* rows of the frame, and those with both legs */
  double days_per_bar, alpha;    /* mean spacing of the clock; 1 - confidence */
  leg legs[2];                   /* leader, follower */
  direction directions[2];       /* LEAD, FOLLOW */
} question;

static inline int64_t parameter(const rot_evaluation *e, int which) {
  return e->parameters[which].as.integer;
}

/* legs.c: fills in the legs, or says why these rows cannot answer. */
rot_status granger_choose_legs(question *q);

/* profile.c: the coefficients lag by lag, with errors that allow for unequal volatility. */
rot_status granger_report_profile(const question *q);

/* verdict.c: the answer in words. */
void granger_say_verdict(const question *q, char *text, size_t size);

#endif
