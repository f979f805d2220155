/*
 * correlation_regime - how closely do two series move together, is that within a band, and when did
 * it change?
 *
 * Three views of one number: over a rolling window, exponentially weighted, each with Fisher's
 * interval, as the days come; and tested change points of the whole. The first two are causal and
 * stream; the change points look at all rows so far (changes.c). Read `take` first.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "regime.h"

/* ---- Row by row ------------------------------------------------------------------------------ */

/* Fisher (1915): atanh r is close to normal with variance 1 / (n - 3). */
static void interval(const state *s, double r, double n, double *low, double *high) {
  double half = n > 3 ? s->normal_quantile / sqrt(n - 3) : NAN;
  *low = tanh(atanh(r) - half), *high = tanh(atanh(r) + half);
}

static int64_t label(const state *s, double r, double low, double high) {
  if (r >= s->band_low && r <= s->band_high) return WITHIN;
  if (r > s->band_high) return ABOVE;
  if (low <= 0 && high >= 0) return NONE;
  return r < 0 ? INVERSE : BELOW;
}

/* The correlation of the window as it stands, and what follows from it. */
static void look(state *s, const rot_update *row) {
  progress *now = &s->now;
  parts_pairs p = parts_pair_sums(parts_column(&s->window, 0), parts_column(&s->window, 1),
                                  s->window.count);
  now->value = p.n >= s->min_periods ? parts_correlation(p.xx, p.yy, p.xy) : NAN;
  now->low = now->high = NAN;
  now->weighted_value = NAN;
  if (now->weighted.n >= s->min_periods)
    now->weighted_value = regime_weighted_correlation(&now->weighted);
  if (isnan(now->value)) return;
  interval(s, now->value, (double)p.n, &now->low, &now->high);
  int64_t regime = label(s, now->value, now->low, now->high);
  if (regime != now->regime) now->regime_since = row->time_ns;
  now->regime = regime;
  if (row->row_index < 0) return;
  now->windows++;
  now->in_band += regime == WITHIN;
}

static void write(const state *s, const rot_update *row) {
  const progress *now = &s->now;
  row->series[ROLLING] = now->value;
  row->series[LOW] = now->low, row->series[HIGH] = now->high;
  row->series[WEIGHTED] = now->weighted_value;
  if (!isnan(now->weighted_value))
    interval(s, now->weighted_value, regime_effective_count(&now->weighted),
             &row->series[WEIGHTED_LOW], &row->series[WEIGHTED_HIGH]);
  if (!isnan(now->value)) row->series[REGIME] = (double)now->regime;
}

static rot_status take(void *memory, const rot_update *row) {
  state *s = memory;
  if (row->row_index >= 0 && !parts_append(&s->pairs, row->time_ns, row->row))
    return parts_no_memory(row->host);
  parts_push(&s->window, row->row);
  regime_weigh(&s->now.weighted, row->row[0], row->row[1]);
  look(s, row);
  write(s, row);
  return ROT_OK;
}

static rot_status peek(const void *memory, const rot_update *row) {
  state *s = (state *)memory; /* put back below */
  progress before = s->now;
  int pushed_out = parts_push(&s->window, row->row);
  regime_weigh(&s->now.weighted, row->row[0], row->row[1]);
  look(s, row);
  write(s, row);
  parts_undo(&s->window, pushed_out);
  s->now = before;
  return ROT_OK;
}

/* ---- Begin and end --------------------------------------------------------------------------- */

static void end(void *memory) {
  state *s = memory;
  free(s->window.values);
  parts_history_end(&s->pairs);
  free(s->x_name), free(s->y_name);
  free(s);
}

static rot_status begin(const rot_evaluation *e, void **memory) {
  const rot_value *p = e->parameters;
  int64_t window = p[WINDOW].as.integer, least = p[MIN_PERIODS].as.integer;
  if (least > window)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
                         "min_periods is above window; lower it or give 0 for the whole window");
  if (p[BAND_LOW].as.real > p[BAND_HIGH].as.real)
    return e->host->fail(e->host, ROT_ERR_PARAMETER, "band_low is above band_high: exchange them");
  state *s = calloc(1, sizeof *s);
  if (!s) return parts_no_memory(e->host);
  s->now.regime = s->now.regime_since = ROT_MISSING;
  s->now.weighted.decay = (p[SPAN].as.real - 1) / (p[SPAN].as.real + 1);
  s->now.value = s->now.low = s->now.high = s->now.weighted_value = NAN;
  s->min_periods = least == 0 ? window : least;
  s->min_segment = p[MIN_SEGMENT].as.integer, s->resamples = p[RESAMPLES].as.integer;
  s->band_low = p[BAND_LOW].as.real, s->band_high = p[BAND_HIGH].as.real;
  s->confidence = p[CONFIDENCE].as.real, s->seed = e->seed;
  s->pairs.columns = 2;
  s->x_name = parts_copy(e->inputs[0]->name), s->y_name = parts_copy(e->inputs[1]->name);
  s->statistics = parts_statistics(e);
  if (!parts_window_begin(&s->window, 2, window) || !s->x_name || !s->y_name) {
    end(s);
    return parts_no_memory(e->host);
  }
  if (!s->statistics
      || s->statistics->struct_size < offsetof(rot_statistics, correlation_changes) + sizeof(void *)) {
    end(s);
    return e->host->fail(e->host, ROT_ERR_UNSUPPORTED,
                         "this host's statistics cannot find changes of correlation: update it");
  }
  s->statistics->distribution(ROT_NORMAL, ROT_QUANTILE, (1 + s->confidence) / 2, 0, 0,
                              &s->normal_quantile);
  *memory = s;
  return ROT_OK;
}

/* ---- Answer ---------------------------------------------------------------------------------- */

static void say_now(const state *s, char *text, size_t size) {
  const progress *now = &s->now;
  if (now->windows == 0) {
    parts_say(text, size, "no correlation yet: it needs %" PRId64 " days on which both move",
              s->min_periods);
    return;
  }
  if (isnan(now->value))
    parts_say(text, size, "%s and %s: no correlation on the last day, for too few days or no movement",
              s->x_name, s->y_name);
  else
    parts_say(text, size, "%s and %s correlate at %.2f (%.0f %%: %.2f to %.2f), %s %.2f to %.2f, since %s",
              s->x_name, s->y_name, now->value, 100 * s->confidence, now->low, now->high,
              now->regime == WITHIN ? "within" : now->regime == ABOVE ? "above" : "below",
              s->band_low, s->band_high, parts_date_of(now->regime_since).text);
  parts_say(text, size, "; within that band on %" PRId64 " of %" PRId64 " days (%.1f %%)",
            now->in_band, now->windows, 100 * (double)now->in_band / (double)now->windows);
}

static rot_status report(void *memory, const rot_host *host, const rot_outputs *o) {
  const state *s = memory;
  const progress *now = &s->now;
  char text[1200] = "";
  parts_pairs all = parts_pair_sums(s->pairs.column[0], s->pairs.column[1], s->pairs.count);
  o->set_integer(o, N, all.n);
  o->set_integer(o, WINDOWS, now->windows);
  o->set_integer(o, DAYS_IN_BAND, now->in_band);
  if (now->windows > 0) o->set_real(o, SHARE_IN_BAND, (double)now->in_band / (double)now->windows);
  if (!isnan(now->value)) {
    o->set_integer(o, CURRENT_REGIME, now->regime);
    o->set_integer(o, REGIME_SINCE, now->regime_since);
  }
  parts_set_real(o, CURRENT, now->value);
  parts_set_real(o, CURRENT_LOW, now->low);
  parts_set_real(o, CURRENT_HIGH, now->high);
  parts_set_real(o, CURRENT_WEIGHTED, now->weighted_value);
  double whole = all.n >= s->min_periods ? parts_correlation(all.xx, all.yy, all.xy) : NAN;
  parts_set_real(o, CORRELATION, whole);
  say_now(s, text, sizeof text);
  rot_status status = regime_report_changes(s, host, o, text, sizeof text);
  if (status != ROT_OK) return status;
  return o->set_text(o, VERDICT, text);
}

static const parts_stream stream = {begin, take, report, end};
PARTS_STREAMING(correlation_regime, stream)

static int64_t look_back(const rot_value *parameters) { return parameters[WINDOW].as.integer; }

/* ---- Declare --------------------------------------------------------------------------------- */

#define REGIMES ROT_CHOICES("inverse", "none", "below", "within", "above")

static const rot_indicator correlation_regime = {
  .struct_size = sizeof(rot_indicator),
  .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "correlation_regime", .version = "1.0.0",
  .summary = "How closely two series move together, whether within a band, and when that changed.",
  .documentation =
    "Claim: the correlation of Bitcoin and the Nasdaq sits at 0.65 to 0.80.\n"
    "Formula: correlation = Pearson's r of the returns of the last `window` bars (missing with fewer "
    "than `min_periods` pairs); weighted = the same with weights (1 - a)^age, a = 2 / (span + 1). "
    "Intervals: tanh(atanh r -+ z / sqrt(n - 3)) (Fisher, Biometrika 10, 1915), n being the pairs, or "
    "(sum w)^2 / sum w^2 (Kish, Survey Sampling, 1965). regime: within the band or above it; under it "
    "inverse (below 0), none (the interval holds 0) or below.\n"
    "p_value asks of all bars whether the correlation was constant: the fluctuation test of Wied, "
    "Kraemer & Dehling (Econometric Theory 28, 2012). changes lists where it was not, by the "
    "segmentation of Galeano & Wied (Computational Statistics & Data Analysis 76, 2014), each change "
    "tested again between its neighbours, at least `min_segment` bars apart. Legs are first freed "
    "of their memory (autoregression) and of their volatility (Demetrescu & Wied, Econometrics "
    "Journal 22, 2019), and p comes from a wild bootstrap by blocks, because the published limit "
    "rejects constant correlations of volatile returns up to 21 times of 100 at a nominal 5 % "
    "(docs/STATISTICS.md tables what is left of that).\n"
    "How to read it: share_in_band answers the claim; a band that the interval is wider than is no "
    "finding. before and after in changes are plain correlations of the bars between changes. The "
    "changes are known in hindsight only: a change needs `min_segment` bars after it to be seen.\n"
    "When not to: on levels, whose correlations mean nothing; where the two close at different "
    "hours, which lowers daily correlations. Neighbouring windows share all but one bar: a "
    "share of days is no number of independent cases. Fisher's interval takes returns as normal and "
    "independent and is too narrow for fat tails.",
  ROT_INPUTS(
    ROT_INPUT(.role = "x", .doc = "one series", .transform = ROT_TRANSFORM_LOG,
              .default_series = "BTC_USD", .demo_series = "DEMO_CRYPTO"),
    ROT_INPUT(.role = "y", .doc = "the other", .transform = ROT_TRANSFORM_LOG,
              .default_series = "QQQ", .demo_series = "DEMO_LARGE")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "60", .unit = "bars",
                  .minimum = 10, .maximum = 100000, .doc = "bars in a correlation"),
    ROT_PARAMETER(.name = "min_periods", .type = ROT_INTEGER, .default_text = "0", .unit = "bars",
                  .minimum = 0, .maximum = 100000,
                  .doc = "pairs the window must hold; 0 = all of it"),
    ROT_PARAMETER(.name = "span", .type = ROT_REAL, .default_text = "60", .unit = "bars",
                  .minimum = 2, .maximum = 1e6, .doc = "of the exponential weights"),
    ROT_PARAMETER(.name = "band_low", .type = ROT_REAL, .default_text = "0.65", .minimum = -1,
                  .maximum = 1, .doc = "the band's lower end"),
    ROT_PARAMETER(.name = "band_high", .type = ROT_REAL, .default_text = "0.80", .minimum = -1,
                  .maximum = 1, .doc = "the band's upper end"),
    ROT_PARAMETER(.name = "confidence", .type = ROT_REAL, .default_text = "0.95", .minimum = 0.5,
                  .maximum = 0.999, .doc = "of the intervals; changes are tested at the rest"),
    ROT_PARAMETER(.name = "min_segment", .type = ROT_INTEGER, .default_text = "120",
                  .unit = "bars", .minimum = 30, .maximum = 100000,
                  .doc = "least bars between changes"),
    ROT_PARAMETER(.name = "resamples", .type = ROT_INTEGER, .default_text = "999", .minimum = 99,
                  .maximum = 1000000,
                  .doc = "of the bootstrap; the least p is 1 / (resamples + 1)")),
  ROT_OUTPUTS(
    ROT_SERIES(.name = "correlation", .flags = ROT_CAUSAL, .doc = "of the window"),
    ROT_SERIES(.name = "correlation_low", .flags = ROT_CAUSAL, .doc = "its interval"),
    ROT_SERIES(.name = "correlation_high", .flags = ROT_CAUSAL, .doc = "its upper end"),
    ROT_SERIES(.name = "weighted", .flags = ROT_CAUSAL, .doc = "exponentially weighted"),
    ROT_SERIES(.name = "weighted_low", .flags = ROT_CAUSAL, .doc = "its interval"),
    ROT_SERIES(.name = "weighted_high", .flags = ROT_CAUSAL, .doc = "its upper end"),
    ROT_OUTPUT(.kind = ROT_OUTPUT_SERIES, .type = ROT_CHOICE, .name = "regime",
               .flags = ROT_CAUSAL, REGIMES, .doc = "where the correlation stands to the band"),
    ROT_SCALAR(.name = "current", .type = ROT_REAL, .doc = "correlation at the last bar"),
    ROT_SCALAR(.name = "current_low", .type = ROT_REAL, .doc = "its interval"),
    ROT_SCALAR(.name = "current_high", .type = ROT_REAL, .doc = "its upper end"),
    ROT_SCALAR(.name = "current_weighted", .type = ROT_REAL, .doc = "weighted at the last bar"),
    ROT_SCALAR(.name = "current_regime", .type = ROT_CHOICE, REGIMES, .doc = "at the last bar"),
    ROT_SCALAR(.name = "regime_since", .type = ROT_TIME, .doc = "when that regime began"),
    ROT_SCALAR(.name = "share_in_band", .type = ROT_REAL, .unit = "fraction",
               .doc = "of the windows, those within the band"),
    ROT_SCALAR(.name = "days_in_band", .type = ROT_INTEGER, .unit = "bars", .doc = "how many"),
    ROT_SCALAR(.name = "windows", .type = ROT_INTEGER, .unit = "bars",
               .doc = "bars with a correlation"),
    ROT_SCALAR(.name = "correlation_all", .type = ROT_REAL, .doc = "of all pairs"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "pairs"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "the correlation was constant"),
    ROT_SCALAR(.name = "change_count", .type = ROT_INTEGER, .doc = "rows of changes"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_SCALAR(.name = "resampling", .type = ROT_TEXT, .doc = "null, generator, seed, resamples"),
    ROT_TABLE(.name = "changes", .doc = "tested changes, oldest first", ROT_COLUMNS(
      ROT_COLUMN(.name = "time", .type = ROT_TIME, .doc = "the first bar of the new correlation"),
      ROT_COLUMN(.name = "before", .type = ROT_REAL, .doc = "correlation since the change before"),
      ROT_COLUMN(.name = "after", .type = ROT_REAL, .doc = "correlation until the next change"),
      ROT_COLUMN(.name = "n_before", .type = ROT_INTEGER, .doc = "pairs of before"),
      ROT_COLUMN(.name = "n_after", .type = ROT_INTEGER, .doc = "pairs of after"),
      ROT_COLUMN(.name = "statistic", .type = ROT_REAL, .doc = "largest fluctuation, studentised"),
      ROT_COLUMN(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
                 .doc = "no change between the neighbouring ones")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .look_back = look_back,
  .evaluate = evaluate,
  .open = open_stream, .update = take, .peek = peek, .snapshot = snapshot, .close = end,
};

ROT_PLUGIN("correlation_regime", "1.0.0", &correlation_regime)
