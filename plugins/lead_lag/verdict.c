/*
 * verdict.c - the answer in words. Dependence is not lead: the words follow p_lead and p_follow.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lead_lag.h"

/* The lag below 0 that depends most. */
static int64_t best_follow(const question *q) {
  int64_t best = -1;
  for (int64_t l = -q->max_lag; l < 0; l++)
    if (fabs(at_lag(q, q->statistic, l)) > fabs(at_lag(q, q->statistic, best))) best = l;
  return best;
}

/* "IWM leads BTC_USD by 42 bars (61 days; p_lead = 0.001)", or follows it, by the sign of the lag. */
static void say_lag(const question *q, char *text, size_t size, int64_t lag, double p) {
  int64_t length = lag < 0 ? -lag : lag;
  size_t used = strlen(text);
  snprintf(text + used, size - used, "%s%s %s %s by %" PRId64 " %s%s (%.3g days%s; %s = %.3g)",
           used ? "; " : "", q->x.name, lag < 0 ? "follows" : "leads", q->y.name, length,
           q->lags_ns ? "step" : "bar", length == 1 ? "" : "s", (double)length * q->days_per_lag,
           at_lag(q, q->correlation, lag) < 0 ? ", inversely" : "",
           lag < 0 ? "p_follow" : "p_lead", p);
}

static int closes_differ(const question *q) {
  const rot_series *const *in = q->e->inputs;
  if (q->e->frame) return (q->e->frame->flags & ROT_FRAME_MIXED_CLOSES) != 0;
  return (in[0]->flags & in[1]->flags & ROT_SERIES_DATES)
      && in[0]->close_offset_ns != in[1]->close_offset_ns;
}

void lead_lag_say_verdict(const question *q, char *text, size_t size) {
  const rot_lead_lag_answer *a = &q->answer;
  int leads = a->p_lead <= q->alpha, follows = a->p_follow <= q->alpha;
  int64_t lead = a->best_lead, follow = best_follow(q);
  text[0] = 0;
  if (!leads && !follows) {
    if (a->p_value <= q->alpha)
      snprintf(text, size, "dependence at lag %" PRId64 ", no lead", a->best_lag);
    else
      snprintf(text, size, "no dependence found at any lag (p = %.3g), no lead", a->p_value);
    return;
  }
  if (leads) say_lag(q, text, size, lead, a->p_lead);
  if (!leads) snprintf(text, size, "%sno lead", a->best_lag == 0 ? "dependence at lag 0, " : "");
  if (follows) say_lag(q, text, size, follow, a->p_follow);
  if (closes_differ(q) && ((leads && lead == 1) || (follows && follow == -1)))
    strncat(text, "; a lag of one may come from their different closing hours",
            size - strlen(text) - 1);
}
