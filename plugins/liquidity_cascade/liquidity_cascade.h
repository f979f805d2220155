/*
 * liquidity_cascade.h - what the source files of this plugin share: the chain and its links.
 */
#ifndef LIQUIDITY_CASCADE_H
#define LIQUIDITY_CASCADE_H

#include "indicator_parts.h"

/* Parameters and outputs by name, in descriptor order. */
enum { MAX_LAG, RESAMPLES, CONFIDENCE };
enum {
  ORDER_HOLDS, LINKS_FOUND, P_LEAD, P_FOLLOW, P_VALUE, TOTAL_LAG, TOTAL_LAG_DAYS, TOTAL_LAG_LOW,
  TOTAL_LAG_HIGH, N, VERDICT, RESAMPLING, LINKS
};
#define MOST_LINKS 5

/* One stage and the next. Lags in bars; an interval that was not found is NaN. */
typedef struct link {
  const char *leader, *follower;
  const double *x, *y;
  int64_t lag;
  double correlation, low, high;
  rot_lead_lag_answer answer;
} link;

typedef struct chain {
  const rot_evaluation *e;
  const rot_statistics *s;
  int64_t count, max_lag;
  double days_per_bar, alpha; /* mean spacing of the clock; 1 - confidence */
  int64_t length;             /* links */
  link links[MOST_LINKS];
  double p_lead[MOST_LINKS], p_follow[MOST_LINKS]; /* Holm's, over the links */
} chain;

static inline int64_t parameter(const rot_evaluation *e, int which) {
  return e->parameters[which].as.integer;
}

/* Whether a stage leads the next; whether it follows it. False where that could not be tested. */
static inline int is_lead(const chain *c, int64_t i) { return c->p_lead[i] <= c->alpha; }
static inline int is_reverse(const chain *c, int64_t i) { return c->p_follow[i] <= c->alpha; }

static inline int64_t links_found(const chain *c) {
  int64_t found = 0;
  for (int64_t i = 0; i < c->length; i++) found += is_lead(c, i);
  return found;
}

static inline int has_reverse(const chain *c) {
  for (int64_t i = 0; i < c->length; i++)
    if (is_reverse(c, i)) return 1;
  return 0;
}

/* links.c: tests each link, corrects across them, and finds the intervals of those that lead. */
rot_status cascade_test(chain *c);

/* verdict.c: the answer in words. */
void cascade_say_verdict(const chain *c, char *text, size_t size);

#endif
