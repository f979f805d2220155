/*
 * contagion - do they fall together when leverage unwinds, more than they rise together, and more
 * than higher volatility alone explains?
 *
 * Three questions with three methods: rows on which all fall hard, against coins (joint.c);
 * correlation in the lower tail against the upper, and in turbulence against calm with the bias of
 * higher volatility taken out (pairs.c). Tails and states are marked once, in market.c.
 */
#include "contagion.h"

#include <inttypes.h>
#include <stdio.h>

static void report_span(const rot_outputs *o, uint32_t output, span s) {
  parts_set_real(o, output, s.value);
  parts_set_real(o, output + 1, s.low);
  parts_set_real(o, output + 2, s.high);
}

static rot_status report_scalars(const market *m, const found *f) {
  const rot_outputs *o = m->e->outputs;
  char text[200];
  o->set_integer(o, JOINT_DAYS, f->joint);
  o->set_integer(o, JOINT_UP_DAYS, f->joint_up);
  o->set_real(o, EXPECTED_DAYS, f->expected);
  parts_set_real(o, EXPECTED_GIVEN_SIZES, f->expected_given_sizes);
  o->set_integer(o, BIG_DAYS, f->big);
  parts_set_real(o, P_VALUE, f->p_value);
  parts_set_real(o, DOWNSIDE, f->downside);
  parts_set_real(o, UPSIDE, f->upside);
  report_span(o, DIFFERENCE, f->difference);
  parts_set_real(o, CALM, f->calm);
  parts_set_real(o, TURBULENT_CORRELATION, f->turbulent);
  parts_set_real(o, ADJUSTED, f->adjusted);
  report_span(o, EXCESS, f->excess);
  o->set_integer(o, N, m->rows);
  snprintf(text, sizeof text, "stationary bootstrap, blocks of mean length %g; SplitMix64, seed %"
           PRIu64 ", %" PRId64 " resamples", f->block_length, m->e->seed,
           m->e->parameters[RESAMPLES].as.integer);
  return o->set_text(o, RESAMPLING, text);
}

static rot_status report_pairs(const market *m) {
  const rot_outputs *o = m->e->outputs;
  int64_t *rows = parts_memory(m->e, m->rows, sizeof *rows);
  if (!rows) return ROT_ERR_MEMORY;
  for (int64_t t = 0; t < m->rows; t++) rows[t] = t;
  for (int64_t i = 0; i < m->members; i++) {
    for (int64_t j = i + 1; j < m->members; j++) {
      pair p;
      rot_status status = contagion_pair(m, i, j, rows, LEAST_JOINT, &p);
      if (status != ROT_OK) return status;
      const rot_value cells[] = {
        parts_text(m->e->inputs[i]->name), parts_text(m->e->inputs[j]->name),
        parts_real(p.downside), parts_real(p.upside), parts_integer(ROT_INTEGER, p.downs),
        parts_integer(ROT_INTEGER, p.ups), parts_real(p.calm), parts_real(p.turbulent),
        parts_real(p.adjusted), parts_real(p.delta), parts_integer(ROT_INTEGER, p.calms),
        parts_integer(ROT_INTEGER, p.turbulents),
      };
      status = o->add_row(o, PAIRS, cells, sizeof cells / sizeof cells[0]);
      if (status != ROT_OK) return status;
    }
  }
  return ROT_OK;
}

static rot_status report_episodes(const market *m, const sell_off *list, int64_t count) {
  const rot_outputs *o = m->e->outputs;
  for (int64_t i = 0; i < count; i++) {
    const sell_off *s = &list[i];
    const rot_value cells[] = {
      parts_integer(ROT_TIME, s->time_ns), parts_integer(ROT_TIME, s->end_ns),
      parts_integer(ROT_INTEGER, s->days), parts_real(s->mean),
      parts_text(m->e->inputs[s->worst_member]->name), parts_real(s->worst),
    };
    rot_status status = o->add_row(o, EPISODES, cells, sizeof cells / sizeof cells[0]);
    if (status != ROT_OK) return status;
  }
  return ROT_OK;
}

static rot_status evaluate(const rot_evaluation *e) {
  market m;
  found f;
  char text[1200];
  rot_status status = contagion_read_market(&m, e);
  if (status == ROT_OK) status = contagion_joint(&m, &f);
  if (status == ROT_OK) status = contagion_pairs(&m, &f);
  if (status != ROT_OK) return status;
  sell_off *list = parts_memory(e, f.joint, sizeof *list);
  if (!list) return ROT_ERR_MEMORY;
  int64_t count = contagion_sell_offs(&m, list);
  status = report_scalars(&m, &f);
  if (status == ROT_OK) status = report_pairs(&m);
  if (status == ROT_OK) status = report_episodes(&m, list, count);
  contagion_say(&m, &f, list, count, text, sizeof text);
  return status == ROT_OK ? e->outputs->set_text(e->outputs, VERDICT, text) : status;
}

static const rot_indicator contagion = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "contagion", .version = "1.0.0",
  .summary = "Do several fall together, more than they rise together and than volatility explains?",
  .documentation =
    "Claim: miners and Bitcoin fall together when leverage unwinds.\n"
    "Rows: those that all members have. A member's big moves are the share 2 * tail of its rows "
    "furthest from its median; a hard fall is a big move below it.\n"
    "1. Joint falls: joint_days counts the rows on which all members fall hard. Null of p_value: "
    "given how far each member moved on each row, its direction is a coin of its own, with the "
    "share of falls among the member's big moves as its odds. So of big_days rows on which all moved "
    "hard, joint_days is binomial with the product of these odds, whatever volatility does: members "
    "that are volatile at the same time do not look contagious for it. One-sided. expected_days is "
    "what independence of sizes too would give.\n"
    "2. Exceedance correlation (Longin & Solnik 2001): of two members over the rows on which both "
    "fall hard (downside_correlation) and both rise hard (upside_correlation), missing below 10 "
    "such rows. Even for normal returns it is smaller than the plain correlation, the more so the "
    "smaller tail is: compare the two sides, not one with the whole.\n"
    "3. Forbes & Rigobon (2002): rows are turbulent where the exponentially weighted variance of the "
    "pair's first member over the rows before (decay 0.94) is among the highest share `turbulent`. "
    "Correlation r rises with variance alone; adjusted = r / sqrt(1 + d (1 - r^2)), d = the source's "
    "turbulent variance over its calm one, less 1. Contagion is what adjusted exceeds calm by. The "
    "test is one-sided: where the other member's own noise rises too the correction takes out too "
    "much, and a negative excess is no looser link.\n"
    "Scalars are means over the pairs that have both sides (pairs has each). Intervals are percentiles of a stationary "
    "bootstrap of rows (Politis & Romano 1994) in which each row keeps its tail and state.\n"
    "How to read it: p_value tells whether they fall together at all, and any positive correlation "
    "makes it small; difference whether falls are special; excess whether crises are. episodes lists "
    "the joint falls, those at most `gap` rows apart as one.\n"
    "When not to: the order matters in 3, for the first of a pair counts as the source; the "
    "correction holds if no third force moves both (Corsetti, Pericoli & Sbracia 2005). Whole "
    "sample: thresholds know the future, so nothing here is a signal. Members that close at "
    "different hours fall on neighbouring days and look less joint.\n"
    "Source: Longin & Solnik, Extreme Correlation of International Equity Markets, Journal of "
    "Finance 56 (2001); Forbes & Rigobon, No Contagion, Only Interdependence, Journal of Finance 57 "
    "(2002).",
  ROT_INPUTS(
    ROT_INPUT(.role = "member", .flags = ROT_REPEATED, .minimum_count = 2, .maximum_count = 20,
              .transform = ROT_TRANSFORM_LOG, .doc = "those that may fall together, the source first",
              .default_series = "BTC_USD,IWM,QQQ",
              .demo_series = "DEMO_LARGE,DEMO_SMALL,DEMO_CRYPTO")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "tail", .type = ROT_REAL, .default_text = "0.05", .unit = "fraction",
                  .minimum = 0.01, .maximum = 0.25, .doc = "share of rows that are hard falls, about"),
    ROT_PARAMETER(.name = "turbulent", .type = ROT_REAL, .default_text = "0.2", .unit = "fraction",
                  .minimum = 0.05, .maximum = 0.5, .doc = "share of rows that are turbulent"),
    ROT_PARAMETER(.name = "gap", .type = ROT_INTEGER, .default_text = "5", .unit = "bars",
                  .minimum = 1, .maximum = 1000, .doc = "joint falls this near are one sell-off"),
    ROT_PARAMETER(.name = "resamples", .type = ROT_INTEGER, .default_text = "999", .minimum = 99,
                  .maximum = 100000, .doc = "of the bootstrap"),
    ROT_PARAMETER(.name = "confidence", .type = ROT_REAL, .default_text = "0.95", .minimum = 0.5,
                  .maximum = 0.999, .doc = "of the intervals; the verdict's level is the rest")),
  ROT_OUTPUTS(
    ROT_SCALAR(.name = "joint_days", .type = ROT_INTEGER, .unit = "bars", .doc = "all fell hard"),
    ROT_SCALAR(.name = "joint_up_days", .type = ROT_INTEGER, .unit = "bars", .doc = "all rose hard"),
    ROT_SCALAR(.name = "expected_days", .type = ROT_REAL, .unit = "bars",
               .doc = "joint falls if members had nothing to do with each other"),
    ROT_SCALAR(.name = "expected_given_sizes", .type = ROT_REAL, .unit = "bars",
               .doc = "joint falls if only their directions had nothing to do with each other"),
    ROT_SCALAR(.name = "big_days", .type = ROT_INTEGER, .unit = "bars",
               .doc = "all moved hard, in whatever direction"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "directions are independent, given the sizes"),
    ROT_SCALAR(.name = "downside_correlation", .type = ROT_REAL, .doc = "when both fall hard"),
    ROT_SCALAR(.name = "upside_correlation", .type = ROT_REAL, .doc = "when both rise hard"),
    ROT_SCALAR(.name = "difference", .type = ROT_REAL, .doc = "downside less upside"),
    ROT_SCALAR(.name = "difference_low", .type = ROT_REAL, .doc = "lower end of its interval"),
    ROT_SCALAR(.name = "difference_high", .type = ROT_REAL, .doc = "upper end"),
    ROT_SCALAR(.name = "calm_correlation", .type = ROT_REAL, .doc = "while the first is calm"),
    ROT_SCALAR(.name = "turbulent_correlation", .type = ROT_REAL,
               .doc = "while the first is turbulent"),
    ROT_SCALAR(.name = "adjusted_correlation", .type = ROT_REAL,
               .doc = "turbulent, with the bias of higher volatility taken out"),
    ROT_SCALAR(.name = "excess", .type = ROT_REAL, .doc = "adjusted less calm"),
    ROT_SCALAR(.name = "excess_low", .type = ROT_REAL, .doc = "lower end of its interval"),
    ROT_SCALAR(.name = "excess_high", .type = ROT_REAL, .doc = "upper end"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .unit = "bars", .doc = "rows of all members"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_SCALAR(.name = "resampling", .type = ROT_TEXT, .doc = "scheme, generator, seed, resamples"),
    ROT_TABLE(.name = "pairs", .doc = "each pair, the source of turbulence first", ROT_COLUMNS(
      ROT_COLUMN(.name = "first", .type = ROT_TEXT, .doc = "the source"),
      ROT_COLUMN(.name = "second", .type = ROT_TEXT, .doc = "the other"),
      ROT_COLUMN(.name = "downside_correlation", .type = ROT_REAL, .doc = "both fall hard"),
      ROT_COLUMN(.name = "upside_correlation", .type = ROT_REAL, .doc = "both rise hard"),
      ROT_COLUMN(.name = "n_down", .type = ROT_INTEGER, .doc = "rows of the former"),
      ROT_COLUMN(.name = "n_up", .type = ROT_INTEGER, .doc = "rows of the latter"),
      ROT_COLUMN(.name = "calm_correlation", .type = ROT_REAL, .doc = "the source calm"),
      ROT_COLUMN(.name = "turbulent_correlation", .type = ROT_REAL, .doc = "the source turbulent"),
      ROT_COLUMN(.name = "adjusted_correlation", .type = ROT_REAL, .doc = "turbulent, adjusted"),
      ROT_COLUMN(.name = "delta", .type = ROT_REAL, .doc = "the source's rise in variance"),
      ROT_COLUMN(.name = "n_calm", .type = ROT_INTEGER, .doc = "calm rows"),
      ROT_COLUMN(.name = "n_turbulent", .type = ROT_INTEGER, .doc = "turbulent rows"))),
    ROT_TABLE(.name = "episodes", .doc = "joint sell-offs, oldest first", ROT_COLUMNS(
      ROT_COLUMN(.name = "time", .type = ROT_TIME, .doc = "the first joint fall"),
      ROT_COLUMN(.name = "end_time", .type = ROT_TIME, .doc = "the last"),
      ROT_COLUMN(.name = "days", .type = ROT_INTEGER, .unit = "bars", .doc = "joint falls in it"),
      ROT_COLUMN(.name = "mean_return", .type = ROT_REAL, .doc = "summed over its rows, mean member"),
      ROT_COLUMN(.name = "worst_member", .type = ROT_TEXT, .doc = "the one that fell most"),
      ROT_COLUMN(.name = "worst_return", .type = ROT_REAL, .doc = "its summed return")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .evaluate = evaluate,
};

ROT_PLUGIN("contagion", "1.0.0", &contagion)
