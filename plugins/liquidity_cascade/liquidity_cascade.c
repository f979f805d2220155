/*
 * liquidity_cascade - does liquidity run from stage to stage, in this order, and how fast?
 *
 * Two to six stages in order; each stage and the next are a link. A link is found where the earlier
 * stage leads the later one (lead_lag's family-wise p_lead), after Holm's correction for there being
 * several links. The order holds where every link is found and none runs backwards too.
 *
 * The numerics are the host's, reached by its statistics table; what is left is to test the links
 * (links.c), to sum them up (here), and to say what it means (verdict.c). Read `evaluate` first.
 */
#include "liquidity_cascade.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* The sum of the lags and of their intervals' ends, where every link is found. */
static void report_total(const chain *c) {
  const rot_outputs *o = c->e->outputs;
  int64_t total = 0;
  double low = 0, high = 0;
  if (links_found(c) < c->length) return; /* what is never set is missing */
  for (int64_t i = 0; i < c->length; i++)
    total += c->links[i].lag, low += c->links[i].low, high += c->links[i].high;
  o->set_integer(o, TOTAL_LAG, total);
  o->set_real(o, TOTAL_LAG_DAYS, (double)total * c->days_per_bar);
  parts_set_real(o, TOTAL_LAG_LOW, low);
  parts_set_real(o, TOTAL_LAG_HIGH, high);
}

static rot_status report_scalars(const chain *c) {
  const rot_outputs *o = c->e->outputs;
  double p_value = NAN, p_lead = 0, p_follow = NAN;
  int64_t n = c->count;
  char text[1600];
  for (int64_t i = 0; i < c->length; i++) {
    p_value = fmin(p_value, c->p_lead[i]); /* of a number and NaN fmin takes the number */
    p_follow = fmin(p_follow, c->p_follow[i]);
    p_lead = isnan(p_lead) || isnan(c->p_lead[i]) ? NAN : fmax(p_lead, c->p_lead[i]);
    if (c->links[i].answer.n < n) n = c->links[i].answer.n;
  }
  o->set_integer(o, ORDER_HOLDS, links_found(c) == c->length && !has_reverse(c));
  o->set_integer(o, LINKS_FOUND, links_found(c));
  parts_set_real(o, P_LEAD, p_lead);
  parts_set_real(o, P_FOLLOW, p_follow);
  parts_set_real(o, P_VALUE, p_value);
  report_total(c);
  o->set_integer(o, N, n);
  cascade_say_verdict(c, text, sizeof text);
  o->set_text(o, VERDICT, text);
  snprintf(text, sizeof text,
           "wild bootstrap of AR residuals, link by link; SplitMix64, seed %" PRIu64 ", %" PRId64
           " resamples; Holm over %" PRId64 " link%s", c->e->seed, parameter(c->e, RESAMPLES),
           c->length, c->length == 1 ? "" : "s");
  return o->set_text(o, RESAMPLING, text);
}

static rot_status report_links(const chain *c) {
  const rot_outputs *o = c->e->outputs;
  rot_status status = ROT_OK;
  for (int64_t i = 0; status == ROT_OK && i < c->length; i++) {
    const link *l = &c->links[i];
    double days = l->lag == ROT_MISSING ? NAN : (double)l->lag * c->days_per_bar;
    rot_value cells[] = {
      parts_text(l->leader), parts_text(l->follower), parts_integer(ROT_INTEGER, l->lag),
      parts_real(days), parts_real(l->correlation), parts_real(l->answer.p_lead),
      parts_real(c->p_lead[i]), parts_real(l->answer.p_follow), parts_real(c->p_follow[i]),
      parts_real(l->low), parts_real(l->high), parts_integer(ROT_INTEGER, l->answer.n)};
    status = o->add_row(o, LINKS, cells, sizeof cells / sizeof cells[0]);
  }
  return status;
}

static rot_status evaluate(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  chain c = {.e = e, .count = rot_output_rows(f), .max_lag = parameter(e, MAX_LAG),
             .length = (int64_t)e->input_count - 1};
  c.alpha = 1 - e->parameters[CONFIDENCE].as.real;
  if (!(c.s = parts_statistics(e))) return ROT_ERR_UNSUPPORTED;
  if (c.s->struct_size <= offsetof(rot_statistics, lead_lag_interval_among))
    return e->host->fail(e->host, ROT_ERR_UNSUPPORTED, "this host's statistics table has no "
                         "lead_lag_interval_among: use the plugin that came with the host");
  const int64_t *times = f->time_ns + f->warm_up_rows;
  if (c.count > 1)
    c.days_per_bar = (double)(times[c.count - 1] - times[0]) / (double)PARTS_NS_PER_DAY
                     / (double)(c.count - 1);
  for (int64_t i = 0; i < c.length; i++)
    c.links[i] = (link){
      .leader = e->inputs[i]->name, .follower = e->inputs[i + 1]->name,
      .x = f->columns[i] + f->warm_up_rows, .y = f->columns[i + 1] + f->warm_up_rows,
      .lag = ROT_MISSING, .low = NAN, .high = NAN};
  rot_status status = cascade_test(&c);
  if (status == ROT_OK) status = report_scalars(&c);
  return status == ROT_OK ? report_links(&c) : status;
}

static const rot_indicator liquidity_cascade = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "liquidity_cascade", .version = "1.0.0",
  .summary = "Does liquidity run from stage to stage, in this order, and how fast?",
  .documentation =
    "Claim: liquidity runs from credit to large caps to small caps to crypto, one to three months "
    "each.\n"
    "Formula: for each stage and the next, the lead-lag test of lead_lag over 1 ... max_lag bars: AR "
    "residuals, studentised cross-products, wild bootstrap of the largest (docs/STATISTICS.md). A "
    "link's lag is where the statistic is largest, its correlation that of the returns there. "
    "p_lead_holm corrects for there being several links (Holm, Scand. J. Stat. 6, 1979), so that "
    "any false link is found in 5 % of cases only. Intervals are of a joint block bootstrap at "
    "confidence 1 - (1 - confidence) / links: all hold together, and total_lag_low and _high are "
    "their sums.\n"
    "How to read it: order_holds takes every link, at p_lead (the largest of p_lead_holm), and no "
    "link found backwards, p_follow (the smallest of p_follow_holm). p_value, the smallest of "
    "p_lead_holm, says only that some link is there. links has a row per link; a lag whose "
    "p_lead_holm is large is where noise happened to be largest, and total_lag is missing then.\n"
    "When not to: every stage must trade over the whole range, which the youngest one shortens. "
    "Links that are found one by one do not prove that one shock runs through all. Weak links need "
    "years: docs/STATISTICS.md, Power, says which correlation is found in how many bars. A lag of "
    "one bar between series that close at different hours is an artefact.",
  ROT_INPUTS(
    ROT_INPUT(.role = "stage", .flags = ROT_REPEATED, .minimum_count = 2, .maximum_count = 6,
              .doc = "the chain, first mover first", .transform = ROT_TRANSFORM_LOG,
              .default_series = "HYG,SPY,IWM,BTC_USD",
              .demo_series = "DEMO_CREDIT,DEMO_LARGE,DEMO_SMALL,DEMO_CRYPTO")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "max_lag", .type = ROT_INTEGER, .default_text = "63", .unit = "bars",
                  .minimum = 1, .maximum = 5000,
                  .doc = "of one link; 63 trading days are three months"),
    ROT_PARAMETER(.name = "resamples", .type = ROT_INTEGER, .default_text = "999", .minimum = 99,
                  .maximum = 1000000, .doc = "of the bootstrap; the least p is 1 / (resamples + 1)"),
    ROT_PARAMETER(.name = "confidence", .type = ROT_REAL, .default_text = "0.95", .minimum = 0.5,
                  .maximum = 0.999,
                  .doc = "of all lag intervals together; the verdict's level is the rest")),
  ROT_OUTPUTS(
    ROT_SCALAR(.name = "order_holds", .type = ROT_BOOLEAN,
               .doc = "every link is found, and none backwards"),
    ROT_SCALAR(.name = "links_found", .type = ROT_INTEGER, .doc = "of the stages less one"),
    ROT_SCALAR(.name = "p_lead", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "some stage does not lead the next; missing where one does not move"),
    ROT_SCALAR(.name = "p_follow", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "no stage leads the one before it"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "no stage leads the next"),
    ROT_SCALAR(.name = "total_lag", .type = ROT_INTEGER, .unit = "bars",
               .doc = "from the first stage to the last; missing unless every link is found"),
    ROT_SCALAR(.name = "total_lag_days", .type = ROT_REAL, .unit = "days",
               .doc = "in calendar days"),
    ROT_SCALAR(.name = "total_lag_low", .type = ROT_REAL, .unit = "bars", .doc = "its interval"),
    ROT_SCALAR(.name = "total_lag_high", .type = ROT_REAL, .unit = "bars", .doc = "its upper end"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "rows used, of the link with the fewest"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_SCALAR(.name = "resampling", .type = ROT_TEXT, .doc = "null, generator, seed, resamples"),
    ROT_TABLE(.name = "links", .doc = "each stage and the next", ROT_COLUMNS(
      ROT_COLUMN(.name = "leader", .type = ROT_TEXT, .doc = "a stage"),
      ROT_COLUMN(.name = "follower", .type = ROT_TEXT, .doc = "the next one"),
      ROT_COLUMN(.name = "lag", .type = ROT_INTEGER, .unit = "bars",
                 .doc = "above 0, where they depend most"),
      ROT_COLUMN(.name = "lag_days", .type = ROT_REAL, .unit = "days", .doc = "in calendar days"),
      ROT_COLUMN(.name = "correlation", .type = ROT_REAL, .doc = "of the returns at that lag"),
      ROT_COLUMN(.name = "p_lead", .type = ROT_REAL, .doc = "of this link alone"),
      ROT_COLUMN(.name = "p_lead_holm", .type = ROT_REAL, .flags = ROT_P_VALUE,
                 .doc = "corrected for the number of links"),
      ROT_COLUMN(.name = "p_follow", .type = ROT_REAL, .doc = "that it runs backwards"),
      ROT_COLUMN(.name = "p_follow_holm", .type = ROT_REAL, .flags = ROT_P_VALUE,
                 .doc = "corrected for the number of links"),
      ROT_COLUMN(.name = "lag_low", .type = ROT_REAL, .unit = "bars",
                 .doc = "interval of the lag; missing where the link is not found"),
      ROT_COLUMN(.name = "lag_high", .type = ROT_REAL, .unit = "bars", .doc = "its upper end"),
      ROT_COLUMN(.name = "n", .type = ROT_INTEGER, .doc = "rows used, after the AR fits")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .evaluate = evaluate,
};

ROT_PLUGIN("liquidity_cascade", "1.0.0", &liquidity_cascade)
