/*
 * divergence.c - rows become cumulative flow, tau and episodes.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_divergence.h"

static int is_word(const char *text, const char *word) {
  if (!text) return 0;
  while (*word && tolower((unsigned char)*text) == *word) text++, word++;
  return !*word && !*text;
}

/* A volume has no sign, so it is no flow; its column's name or unit gives it away. */
static int is_volume(const rot_evaluation *e, const rot_series *flow) {
  int64_t kind = e->parameters[FLOW_KIND].as.integer;
  if (kind != KIND_AUTO) return kind == KIND_VOLUME;
  return is_word(flow->column, "volume") || is_word(flow->unit, "shares");
}

static void warn_of_proxy(const rot_evaluation *e) {
  const rot_series *price = e->inputs[0], *flow = e->inputs[1];
  char text[300];
  e->host->warn(e->host,
    "flow is a volume, which has no sign: on-balance volume stands in for the flow (volume of "
    "bars that rose less that of bars that fell), which leans to agreement with price by "
    "construction; --param flow_kind=flow takes the column as a flow");
  if (!flow->column || !flow->column[0] || !strcmp(price->name, flow->name)) return;
  snprintf(text, sizeof text, "price is %.60s and flow is the volume of %.60s: give --input "
           "flow=%.60s:volume for its own", price->name, flow->name, price->name);
  e->host->warn(e->host, text);
}

rot_status divergence_open(divergence *d, const rot_evaluation *e) {
  int64_t window = e->parameters[WINDOW].as.integer;
  *d = (divergence){.min_periods = e->parameters[MIN_PERIODS].as.integer,
                    .threshold = e->parameters[THRESHOLD].as.real, .last_price = NAN,
                    .last_time = ROT_MISSING, .last = {NAN, NAN, NAN}};
  if (d->min_periods > window)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
      "min_periods is above window; lower it or give 0 for the whole window");
  if (!d->min_periods) d->min_periods = window;
  d->is_volume = is_volume(e, e->inputs[1]);
  if (d->is_volume) warn_of_proxy(e);
  snprintf(d->price_name, sizeof d->price_name, "%s", e->inputs[0]->name);
  snprintf(d->flow_name, sizeof d->flow_name, "%s", e->inputs[1]->name);
  if (tau_window_open(&d->pairs, window) == ROT_OK) return ROT_OK;
  return e->host->fail(e->host, ROT_ERR_MEMORY, "no memory left for this window: choose a shorter");
}

void divergence_close(divergence *d) {
  tau_window_close(&d->pairs);
  free(d->finished);
}

/* What this row adds to the cumulative flow; NaN: not known, so nothing. */
static double flow_of(const divergence *d, double price, double flow) {
  if (!d->is_volume) return flow;
  if (isnan(price)) return NAN;
  return price > d->last_price ? flow : price < d->last_price ? -flow : isnan(flow) ? NAN : 0;
}

/* The cumulative flow with this row, and what rounding has taken from it: Neumaier, ZAMM 54 (1974). */
static void add(double *sum, double *compensation, double x) {
  double total = *sum + x;
  *compensation += fabs(*sum) >= fabs(x) ? (*sum - total) + x : (x - total) + *sum;
  *sum = total;
}

/* The counts, and in `now` the reading, if this row were taken; `sum` likewise. */
static pair_counts look(const divergence *d, double price, double flow, reading *now, double *sum,
                        double *compensation) {
  double step = flow_of(d, price, flow);
  *sum = d->sum, *compensation = d->compensation;
  if (!isnan(step)) add(sum, compensation, step);
  double cumulative = isnan(step) ? NAN : *sum + *compensation;
  pair_counts c = tau_window_look(&d->pairs, price, cumulative);
  int judged = !isnan(price) && !isnan(cumulative) && c.rows >= d->min_periods;
  *now = (reading){judged ? tau_of(c) : NAN, judged ? agreement_of(c) : NAN, cumulative};
  return c;
}

reading divergence_look(const divergence *d, double price, double flow) {
  reading now;
  double sum, compensation;
  look(d, price, flow, &now, &sum, &compensation);
  return now;
}

static rot_status finish(divergence *d) {
  if (d->finished_count == d->finished_capacity) {
    int64_t capacity = d->finished_capacity ? 2 * d->finished_capacity : 16;
    episode *finished = realloc(d->finished, (size_t)capacity * sizeof *finished);
    if (!finished) return ROT_ERR_MEMORY;
    d->finished = finished, d->finished_capacity = capacity;
  }
  d->finished[d->finished_count++] = d->now;
  d->is_open = 0;
  return ROT_OK;
}

/* A judged row begins, goes on with or ends an episode. */
static rot_status follow(divergence *d, int64_t time_ns, double price, reading now) {
  double score = -now.tau;
  if (score < d->threshold) return d->is_open ? finish(d) : ROT_OK;
  if (!d->is_open) {
    int64_t oldest = tau_window_oldest(&d->pairs);
    d->is_open = 1;
    d->now = (episode){.time_ns = time_ns, .since_ns = d->pairs.time_ns[oldest], .worst = score,
                       .since_price = d->pairs.price[oldest],
                       .since_flow = d->pairs.flow[oldest]};
  }
  d->now.bars++;
  d->now.end_ns = time_ns, d->now.end_price = price, d->now.end_flow = now.cumulative;
  if (score > d->now.worst) d->now.worst = score;
  return ROT_OK;
}

rot_status divergence_take(divergence *d, int64_t time_ns, double price, double flow, int in_range,
                           reading *now) {
  pair_counts c = look(d, price, flow, now, &d->sum, &d->compensation);
  tau_window_keep(&d->pairs, time_ns, price, now->cumulative, c);
  if (!isnan(price)) d->last_price = price;
  if (!in_range || isnan(now->tau)) return ROT_OK;
  d->n++;
  d->agreeing += now->tau > 0;
  d->diverging += -now->tau >= d->threshold;
  d->last = *now, d->last_time = time_ns;
  return follow(d, time_ns, price, *now);
}
