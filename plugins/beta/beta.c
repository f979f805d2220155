/*
 * beta - how far does a target move with one or more factors, and further down than up?
 *
 * Every row fits its window afresh, by orthogonal columns about the window's means: the cost is that
 * of the window, the gain that neither level, drift nor a tick long gone leaves a trace. Streams.
 * Read `look` first; sides.c has the up- and down-market betas, whole.c the answer over all rows.
 */
#include "beta.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* ---- Row by row ------------------------------------------------------------------------------ */

static void look(state *s) {
  const double *columns[MAXIMUM_COLUMNS];
  int64_t count = s->window.count;
  for (int64_t k = 0; k <= s->factors; k++) columns[k] = parts_column(&s->window, k);
  parts_least_squares(columns, count, s->factors, s->lags, s->work, &s->fit);
  s->sides = beta_by_side(columns[0], columns[1], count, s->work);
  if (s->fit.rows >= s->min_periods) return;
  for (int64_t k = 0; k <= s->factors; k++) s->fit.b[k] = s->fit.error[k] = NAN;
  s->fit.r_squared = s->sides.up = s->sides.down = NAN;
}

static double t_of(double b, double error) { return error > 0 ? b / error : NAN; }

static void write(const state *s, double *series) {
  const parts_fit *fit = &s->fit;
  for (int64_t k = 1; k <= s->factors; k++) {
    series[BETA + k - 1] = fit->b[k];
    series[BETA_T + k - 1] = t_of(fit->b[k], fit->error[k]);
  }
  series[ALPHA] = fit->b[0], series[ALPHA_T] = t_of(fit->b[0], fit->error[0]);
  series[R_SQUARED] = fit->r_squared;
  series[BETA_UP] = s->sides.up, series[BETA_DOWN] = s->sides.down;
}

static rot_status take(void *memory, const rot_update *row) {
  state *s = memory;
  if (row->row_index >= 0 && !parts_append(&s->history, row->time_ns, row->row))
    return parts_no_memory(row->host);
  parts_push(&s->window, row->row);
  if (row->row_index < 0) return ROT_OK;
  look(s);
  write(s, row->series);
  return ROT_OK;
}

static rot_status peek(const void *memory, const rot_update *row) {
  state *s = (state *)memory; /* put back below */
  parts_fit fit = s->fit;
  sides before = s->sides;
  int pushed_out = parts_push(&s->window, row->row);
  look(s);
  write(s, row->series);
  parts_undo(&s->window, pushed_out);
  s->fit = fit, s->sides = before;
  return ROT_OK;
}

/* ---- Begin and end --------------------------------------------------------------------------- */

static void end(void *memory) {
  state *s = memory;
  free(s->window.values);
  free(s->work);
  parts_history_end(&s->history);
  for (int k = 0; k < MAXIMUM_COLUMNS; k++) free(s->names[k]);
  free(s);
}

/* All that is allocated; 0 where there is no memory. */
static int furnish(state *s, const rot_evaluation *e, int64_t window) {
  int64_t columns = e->input_count;
  s->history.columns = columns;
  s->work = malloc((size_t)((columns + 1) * window) * sizeof *s->work);
  int whole = s->work != NULL && parts_window_begin(&s->window, columns, window);
  for (int64_t k = 0; k < columns; k++) whole &= (s->names[k] = parts_copy(e->inputs[k]->name)) != NULL;
  return whole;
}

static rot_status begin(const rot_evaluation *e, void **memory) {
  const rot_value *p = e->parameters;
  int64_t window = p[WINDOW].as.integer, least = p[MIN_PERIODS].as.integer;
  if (least > window)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
                         "min_periods is above window; lower it or give 0 for the whole window");
  state *s = calloc(1, sizeof *s);
  if (!s) return parts_no_memory(e->host);
  s->factors = (int64_t)e->input_count - 1;
  s->min_periods = least == 0 ? window : least;
  s->lags = p[LAGS].as.integer, s->confidence = p[CONFIDENCE].as.real;
  for (int k = 0; k <= PARTS_FACTORS; k++) s->fit.b[k] = s->fit.error[k] = NAN;
  s->fit.r_squared = NAN;
  if (!furnish(s, e, window)) {
    end(s);
    return parts_no_memory(e->host);
  }
  if (!(s->statistics = parts_statistics(e))) {
    end(s);
    return ROT_ERR_UNSUPPORTED;
  }
  *memory = s;
  return ROT_OK;
}

static rot_status report(void *memory, const rot_host *host, const rot_outputs *o) {
  state *s = memory;
  parts_set_real(o, CURRENT_BETA, s->fit.b[1]);
  parts_set_real(o, CURRENT_ALPHA, s->fit.b[0]);
  parts_set_real(o, CURRENT_R_SQUARED, s->fit.r_squared);
  return beta_report_whole(s, host, o);
}

static const parts_stream stream = {begin, take, report, end};
PARTS_STREAMING(beta, stream)

static int64_t look_back(const rot_value *parameters) { return parameters[WINDOW].as.integer; }

/* ---- Declare --------------------------------------------------------------------------------- */

static const rot_indicator beta = {
  .struct_size = sizeof(rot_indicator),
  .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "beta", .version = "1.0.0",
  .summary = "How far a target moves with one to four factors, and whether further down than up.",
  .documentation =
    "Claim: miners and Bitcoin are high beta; real yields and the dollar press on both.\n"
    "Formula: target = alpha + beta_1 factor_1 + ... + e by least squares over the last `window` bars "
    "that miss nothing (missing with fewer than `min_periods` of them, or where a factor does not "
    "vary or is a sum of others), and over all bars. t = b / error, errors by Newey & West "
    "(Econometrica 55, 1987), Bartlett weights, `newey_west_lags` lags; -1 takes "
    "floor(4 (n / 100)^(2/9)) (Newey & West, Review of Economic Studies 61, 1994); no small-sample "
    "factor; p by Student's t. beta_up and beta_down are slopes on the first factor alone, over the "
    "bars where it is above, and below, its mean in the window (Ang, Chen & Xing, Review of "
    "Financial Studies 19, 2006), missing with fewer than 10 on a side; p_asymmetry asks of all bars "
    "whether the two are equal.\n"
    "How to read it: with several factors a beta is what is left when the others are held. Factors "
    "enter as each input says: prices as log returns, so that beta is per cent for per cent; yields "
    "and spreads as differences (--input factor=DFII10@difference), so that beta is per point.\n"
    "When not to: a beta is no cause. Factors that move together (stocks and credit) share what "
    "neither alone explains: betas then swing while R2 stands still. Closing hours that differ "
    "lower daily betas; weekly bars (--clock 1w) do not mind. t of a 60-bar window leans on few "
    "bars: Newey-West errors are too small there.",
  ROT_INPUTS(
    ROT_INPUT(.role = "target", .doc = "what is explained", .transform = ROT_TRANSFORM_LOG,
              .default_series = "BTC_USD", .demo_series = "DEMO_CRYPTO"),
    ROT_INPUT(.role = "factor", .flags = ROT_REPEATED, .minimum_count = 1,
              .maximum_count = MAXIMUM_FACTORS, .doc = "what explains it, one to four",
              .transform = ROT_TRANSFORM_LOG, .default_series = "QQQ",
              .demo_series = "DEMO_LARGE")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "60", .unit = "bars",
                  .minimum = 10, .maximum = 100000, .doc = "bars in a regression"),
    ROT_PARAMETER(.name = "min_periods", .type = ROT_INTEGER, .default_text = "0", .unit = "bars",
                  .minimum = 0, .maximum = 100000,
                  .doc = "whole rows the window must hold; 0 = all of it"),
    ROT_PARAMETER(.name = "newey_west_lags", .type = ROT_INTEGER, .default_text = "-1",
                  .unit = "bars", .minimum = -1, .maximum = 1000,
                  .doc = "of the errors; -1 = by the number of bars"),
    ROT_PARAMETER(.name = "confidence", .type = ROT_REAL, .default_text = "0.95", .minimum = 0.5,
                  .maximum = 0.999, .doc = "of the intervals; the verdict's level is the rest")),
  ROT_OUTPUTS(
    ROT_SERIES(.name = "beta", .flags = ROT_CAUSAL, .doc = "on the first factor"),
    ROT_SERIES(.name = "beta_2", .flags = ROT_CAUSAL, .doc = "on the second"),
    ROT_SERIES(.name = "beta_3", .flags = ROT_CAUSAL, .doc = "on the third"),
    ROT_SERIES(.name = "beta_4", .flags = ROT_CAUSAL, .doc = "on the fourth"),
    ROT_SERIES(.name = "beta_t", .flags = ROT_CAUSAL, .doc = "t of beta"),
    ROT_SERIES(.name = "beta_2_t", .flags = ROT_CAUSAL, .doc = "t of beta_2"),
    ROT_SERIES(.name = "beta_3_t", .flags = ROT_CAUSAL, .doc = "t of beta_3"),
    ROT_SERIES(.name = "beta_4_t", .flags = ROT_CAUSAL, .doc = "t of beta_4"),
    ROT_SERIES(.name = "alpha", .flags = ROT_CAUSAL, .unit = "per bar", .doc = "the constant"),
    ROT_SERIES(.name = "alpha_t", .flags = ROT_CAUSAL, .doc = "t of alpha"),
    ROT_SERIES(.name = "r_squared", .flags = ROT_CAUSAL, .unit = "fraction",
               .doc = "share of the target's variance that the factors explain"),
    ROT_SERIES(.name = "beta_up", .flags = ROT_CAUSAL,
               .doc = "on the first factor alone, above its mean"),
    ROT_SERIES(.name = "beta_down", .flags = ROT_CAUSAL, .doc = "the same below its mean"),
    ROT_SCALAR(.name = "current", .type = ROT_REAL, .doc = "beta at the last bar"),
    ROT_SCALAR(.name = "current_alpha", .type = ROT_REAL, .unit = "per bar",
               .doc = "alpha at the last bar"),
    ROT_SCALAR(.name = "current_r_squared", .type = ROT_REAL, .unit = "fraction",
               .doc = "r_squared at the last bar"),
    ROT_SCALAR(.name = "beta_all", .type = ROT_REAL, .doc = "on the first factor, of all bars"),
    ROT_SCALAR(.name = "beta_low", .type = ROT_REAL, .doc = "its interval"),
    ROT_SCALAR(.name = "beta_high", .type = ROT_REAL, .doc = "its upper end"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "that beta is 0"),
    ROT_SCALAR(.name = "alpha_all", .type = ROT_REAL, .unit = "per bar",
               .doc = "the constant, of all bars"),
    ROT_SCALAR(.name = "p_alpha", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "that alpha is 0"),
    ROT_SCALAR(.name = "r_squared_all", .type = ROT_REAL, .unit = "fraction", .doc = "of all bars"),
    ROT_SCALAR(.name = "beta_up_all", .type = ROT_REAL,
               .doc = "on the first factor alone, above its mean, of all bars"),
    ROT_SCALAR(.name = "beta_down_all", .type = ROT_REAL, .doc = "the same below its mean"),
    ROT_SCALAR(.name = "n_up", .type = ROT_INTEGER, .doc = "bars above the factor's mean"),
    ROT_SCALAR(.name = "n_down", .type = ROT_INTEGER, .doc = "bars below it"),
    ROT_SCALAR(.name = "p_asymmetry", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "that both sides have one beta"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "bars that miss nothing"),
    ROT_SCALAR(.name = "newey_west_lags_used", .type = ROT_INTEGER, .unit = "bars",
               .doc = "over all bars"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_TABLE(.name = "factors", .doc = "factor by factor", ROT_COLUMNS(
      ROT_COLUMN(.name = "factor", .type = ROT_TEXT, .doc = "its series"),
      ROT_COLUMN(.name = "current", .type = ROT_REAL, .doc = "beta of the last window"),
      ROT_COLUMN(.name = "beta", .type = ROT_REAL, .doc = "of all bars"),
      ROT_COLUMN(.name = "low", .type = ROT_REAL, .doc = "its interval"),
      ROT_COLUMN(.name = "high", .type = ROT_REAL, .doc = "its upper end"),
      ROT_COLUMN(.name = "t", .type = ROT_REAL, .doc = "beta over its error"),
      ROT_COLUMN(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
                 .doc = "that this beta is 0")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .look_back = look_back,
  .evaluate = evaluate,
  .open = open_stream, .update = take, .peek = peek, .snapshot = snapshot, .close = end,
};

ROT_PLUGIN("beta", "1.0.0", &beta)
