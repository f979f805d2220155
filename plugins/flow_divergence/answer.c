/*
 * answer.c - the last row in numbers and words, and the table of episodes.
 */
#include <inttypes.h>
#include <stdio.h>

#include "flow_divergence.h"

static const char *judgement(const divergence *d) {
  if (-d->last.tau >= d->threshold) return "price and flow part ways";
  return d->last.tau >= d->threshold ? "price and flow agree" : "price and flow neither agree nor part";
}

static void say_episodes(const divergence *d, int64_t count, char *text, size_t size) {
  if (!count) {
    parts_say(text, size, "; no episode of divergence");
    return;
  }
  const episode *last = d->is_open ? &d->now : &d->finished[d->finished_count - 1];
  parts_say(text, size, "; %" PRId64 " episode%s of divergence, the last from %s", count,
            count == 1 ? "" : "s", parts_date_of(last->time_ns).text);
  if (d->is_open) parts_say(text, size, " on, unfinished");
  else parts_say(text, size, " to %s", parts_date_of(last->end_ns).text);
}

static void say_verdict(const divergence *d, int64_t count, char *text, size_t size) {
  text[0] = 0;
  if (!d->n) {
    parts_say(text, size, "no window holds the %" PRId64 " rows with price and flow that it takes: "
              "nothing can be said", d->min_periods);
    return;
  }
  parts_say(text, size, "%s: tau %.2f over the %" PRId64 " bars to %s (%.0f %% of pairs agree)",
            judgement(d), d->last.tau, d->pairs.window, parts_date_of(d->last_time).text,
            100 * d->last.agreement);
  parts_say(text, size, "; they agreed in %.0f %% of %" PRId64 " windows",
            100 * (double)d->agreeing / (double)d->n, d->n);
  say_episodes(d, count, text, size);
  if (d->is_volume)
    parts_say(text, size, "; flow is on-balance volume, a proxy that leans to agreement");
}

static rot_status add_episode(const rot_outputs *o, const episode *e, int is_open) {
  const double rise = e->end_price - e->since_price;
  const rot_value cells[] = {
    parts_integer(ROT_TIME, e->time_ns),
    parts_integer(ROT_TIME, e->since_ns),
    parts_integer(ROT_TIME, is_open ? ROT_MISSING : e->end_ns),
    parts_integer(ROT_INTEGER, e->bars),
    parts_real((double)(e->end_ns - e->time_ns) / (double)PARTS_NS_PER_DAY),
    parts_real(e->worst),
    parts_real(e->since_price > 0 ? rise / e->since_price : NAN),
    parts_real(e->end_flow - e->since_flow),
  };
  return o->add_row(o, EPISODES, cells, sizeof cells / sizeof cells[0]);
}

rot_status divergence_answer(const divergence *d, const rot_outputs *o) {
  char text[600];
  int64_t count = d->finished_count + d->is_open;
  parts_set_real(o, CURRENT_TAU, d->last.tau);
  parts_set_real(o, CURRENT_AGREEMENT, d->last.agreement);
  if (d->n) {
    o->set_real(o, AGREEMENT_SHARE, (double)d->agreeing / (double)d->n);
    o->set_real(o, DIVERGENCE_SHARE, (double)d->diverging / (double)d->n);
  }
  o->set_integer(o, EPISODE_COUNT, count);
  o->set_integer(o, N, d->n);
  snprintf(text, sizeof text, d->is_volume ? "on-balance volume of %s, by the direction of %s"
                                           : "%s, summed up; price is %s",
           d->flow_name, d->price_name);
  o->set_text(o, FLOW_SOURCE, text);
  say_verdict(d, count, text, sizeof text);
  rot_status status = o->set_text(o, VERDICT, text);
  for (int64_t i = 0; i < d->finished_count && status == ROT_OK; i++)
    status = add_episode(o, &d->finished[i], 0);
  if (d->is_open && status == ROT_OK) status = add_episode(o, &d->now, 1);
  return status;
}
