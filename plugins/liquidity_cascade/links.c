/*
 * links.c - each link by the calibrated lead-lag test, corrected for there being several links.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "liquidity_cascade.h"

/* A host that passes one step's progress on as a part of the whole; all else is the real one's. */
typedef struct step_host {
  rot_host host;
  const rot_host *real;
  double done, share;
} step_host;

static int32_t pass_progress(const rot_host *host, double fraction) {
  const step_host *step = (const step_host *)host;
  return step->real->progress(step->real, step->done + step->share * fraction);
}

static rot_status pass_failure(const rot_host *host, rot_status status, const char *message) {
  const step_host *step = (const step_host *)host;
  return step->real->fail(step->real, status, message);
}

static step_host step_of(const chain *c, int64_t number, int64_t steps) {
  step_host step = {.real = c->e->host, .share = 1 / (double)steps};
  step.host.struct_size = sizeof step.host;
  step.host.abi_version = ROT_ABI_VERSION;
  step.host.progress = pass_progress;
  step.host.fail = pass_failure;
  step.done = (double)number / (double)steps;
  return step;
}

static rot_status fail_too_few(const chain *c, const link *l) {
  char text[300];
  snprintf(text, sizeof text,
           "%s and %s have too few of the chain's %" PRId64 " common rows for max_lag=%" PRId64
           ", which needs at least max_lag + 20 present in both: lower max_lag, widen the range, or "
           "leave out the stage with the shortest history", l->leader, l->follower, c->count,
           c->max_lag);
  return c->e->host->fail(c->e->host, ROT_ERR_TOO_FEW, text);
}

static rot_status test_link(const chain *c, link *l, int64_t number) {
  step_host step = step_of(c, number, 2 * c->length);
  int64_t lags = 2 * c->max_lag + 1;
  double *profile = parts_memory(c->e, lags, sizeof *profile);
  if (!profile) return ROT_ERR_MEMORY;
  l->answer.struct_size = sizeof l->answer;
  rot_status status = c->s->lead_lag_test(&step.host, l->x, l->y, c->count, c->max_lag,
                                          parameter(c->e, RESAMPLES), c->e->seed, 0, &l->answer,
                                          NULL, NULL);
  if (status == ROT_ERR_TOO_FEW) return fail_too_few(c, l);
  if (status != ROT_OK) return status;
  status = c->s->cross_correlation(l->x, l->y, c->count, c->max_lag, ROT_CCF_OWN_SAMPLE, profile);
  l->lag = l->answer.best_lead;
  l->correlation = l->lag == ROT_MISSING ? NAN : profile[l->lag + c->max_lag];
  return status;
}

/* At confidence 1 - alpha / links, so that all hold together and may be summed (Bonferroni). */
static rot_status find_interval(const chain *c, link *l, int64_t number) {
  step_host step = step_of(c, number, 2 * c->length);
  rot_lag_interval found = {.struct_size = sizeof found};
  rot_status status = c->s->lead_lag_interval_among(
    &step.host, l->x, l->y, c->count, c->max_lag, ROT_FAMILY_LEAD, parameter(c->e, RESAMPLES),
    1 - c->alpha / (double)c->length, c->e->seed, &found);
  if (status == ROT_ERR_TOO_FEW) {
    c->e->host->warn(c->e->host, "too few rows for intervals of the lags, which take four blocks "
                                 "of twice max_lag; a smaller max_lag may give them");
    return ROT_OK;
  }
  if (status == ROT_OK) l->low = found.low, l->high = found.high;
  return status;
}

rot_status cascade_test(chain *c) {
  double p_lead[MOST_LINKS], p_follow[MOST_LINKS];
  rot_status status = ROT_OK;
  for (int64_t i = 0; status == ROT_OK && i < c->length; i++) {
    status = test_link(c, &c->links[i], i);
    p_lead[i] = c->links[i].answer.p_lead, p_follow[i] = c->links[i].answer.p_follow;
  }
  if (status == ROT_OK) status = c->s->holm(p_lead, c->length, c->p_lead);
  if (status == ROT_OK) status = c->s->holm(p_follow, c->length, c->p_follow);
  for (int64_t i = 0; status == ROT_OK && i < c->length; i++)
    if (is_lead(c, i)) status = find_interval(c, &c->links[i], c->length + i);
  return status;
}
