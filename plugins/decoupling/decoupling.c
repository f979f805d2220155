/*
 * decoupling - does everything rise but the target, and by how much more than its beta explains?
 *
 * The beta of a bar is that of the bars before it, so that no residual is explained by itself: all
 * series are causal. Streams. Read `move` first; episodes.c keeps the stretches apart, verdict.c
 * says it in words.
 */
#include "decoupling.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* ---- Row by row ------------------------------------------------------------------------------ */

/* ln(x / before) without losing the digits of a small change. */
static double log_return(double x, double before) { return log1p((x - before) / before); }

/* What beta of the window so far, and what residual variance, the next row is set against. */
static void fit(state *s) {
  progress *now = &s->now;
  parts_pairs p = parts_pair_sums(parts_column(&s->returns, 1), parts_column(&s->returns, 0),
                                  s->returns.count);
  now->beta = now->variance = NAN;
  if (p.n < s->min_periods || !(p.xx > 0)) return;
  now->beta = p.xy / p.xx;
  double squares = p.yy - p.xy * now->beta;
  now->variance = (squares > 0 ? squares : 0) / (double)(p.n - 2);
}

/* The gap is the sum of the last residuals, z that over the root of their variances (MacKinlay,
   Journal of Economic Literature 35, 1997, eq. 11 to 13, without its last, vanishing term). */
static void sum_residuals(state *s) {
  const double *residual = parts_column(&s->residuals, 0);
  const double *variance = parts_column(&s->residuals, 1);
  double gap = 0, variances = 0;
  if (s->residuals.count < s->residuals.length) return;
  for (int64_t i = 0; i < s->residuals.count; i++) gap += residual[i], variances += variance[i];
  s->now.gap = gap;
  if (variances > 0) s->now.z = gap / sqrt(variances);
}

/* The returns of one row against the beta known before it. */
static void move(state *s, const double *level, int in_range) {
  progress *now = &s->now;
  double returns[2] = {log_return(level[0], now->level[0]), 0};
  for (int64_t k = 1; k < s->columns; k++)
    returns[1] += log_return(level[k], now->level[k]) / (double)(s->columns - 1);
  if (!isnan(now->beta)) {
    const double row[2] = {returns[0] - now->beta * returns[1], now->variance};
    now->used_beta = now->beta;
    s->residuals_dropped = parts_push(&s->residuals, row);
    if (in_range) now->cumulative += row[0];
    sum_residuals(s);
  }
  s->returns_dropped = parts_push(&s->returns, returns);
  fit(s);
}

static void look_at_records(state *s, const double *level) {
  progress *now = &s->now;
  int64_t members = 0;
  for (int64_t k = 0; k < s->columns; k++) {
    if (!(level[k] <= now->record[k])) now->record[k] = level[k];
    double distance = (level[k] - now->record[k]) / now->record[k];
    if (k == 0) now->distance = distance;
    else members += distance >= -s->record_within;
  }
  int target_too = now->distance >= -s->record_within;
  now->record_share = target_too ? 0 : (double)members / (double)(s->columns - 1);
}

/* All that one row changes but the episodes; nothing where it fails. */
static rot_status advance(state *s, const rot_update *row) {
  progress *now = &s->now;
  int whole = 1, in_range = row->row_index >= 0;
  s->returns_dropped = s->residuals_dropped = -1;
  for (int64_t k = 0; k < s->columns; k++) {
    whole &= !isnan(row->row[k]);
    if (!(row->row[k] <= 0)) continue;
    char text[200] = "";
    parts_say(text, sizeof text, "%s is %g on %s: returns need levels above 0; choose another "
              "column, or start later with --from", s->names[k], row->row[k],
              parts_date_of(row->time_ns).text);
    return row->host->fail(row->host, ROT_ERR_INPUT, text);
  }
  now->gap = now->z = now->used_beta = now->record_share = now->distance = NAN;
  if (!whole) return ROT_OK;
  look_at_records(s, row->row);
  if (now->has_level) move(s, row->row, in_range);
  now->has_level = 1;
  for (int64_t k = 0; k < s->columns; k++) now->level[k] = row->row[k];
  if (!in_range) return ROT_OK;
  now->n += !isnan(now->z);
  now->record_days += now->record_share >= 0.5;
  return ROT_OK;
}

static void write(const state *s, double *series) {
  const progress *now = &s->now;
  series[GAP] = now->gap, series[Z] = now->z;
  series[CUMULATIVE] = isnan(now->used_beta) ? NAN : now->cumulative;
  series[BETA] = now->used_beta;
  series[RECORD_SHARE] = now->record_share, series[DISTANCE] = now->distance;
}

static rot_status take(void *memory, const rot_update *row) {
  state *s = memory;
  rot_status status = advance(s, row);
  if (status != ROT_OK || row->row_index < 0) return status;
  if (!decoupling_follow(&s->episodes, s, row->time_ns)) return parts_no_memory(row->host);
  s->now.decoupled_days += !isnan(s->now.z) && decoupling_open_episode(&s->episodes) != NULL;
  write(s, row->series);
  return ROT_OK;
}

static rot_status peek(const void *memory, const rot_update *row) {
  state *s = (state *)memory; /* put back below */
  progress before = s->now;
  rot_status status = advance(s, row);
  if (status == ROT_OK) write(s, row->series);
  if (s->returns_dropped >= 0) parts_undo(&s->returns, s->returns_dropped);
  if (s->residuals_dropped >= 0) parts_undo(&s->residuals, s->residuals_dropped);
  s->now = before;
  return status;
}

/* ---- Begin and end --------------------------------------------------------------------------- */

static void end(void *memory) {
  state *s = memory;
  free(s->returns.values), free(s->residuals.values);
  free(s->episodes.list);
  for (int k = 0; k < MAXIMUM_COLUMNS; k++) free(s->names[k]);
  free(s);
}

static rot_status begin(const rot_evaluation *e, void **memory) {
  const rot_value *p = e->parameters;
  int64_t window = p[WINDOW].as.integer, least = p[MIN_PERIODS].as.integer;
  if (least > window)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
                         "min_periods is above window; lower it or give 0 for the whole window");
  if (p[RELEASE].as.real > p[THRESHOLD].as.real)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
                         "release is above threshold: an episode would end as it begins");
  state *s = calloc(1, sizeof *s);
  if (!s) return parts_no_memory(e->host);
  s->columns = e->input_count;
  s->min_periods = least == 0 ? window : least < 10 ? 10 : least;
  s->threshold = p[THRESHOLD].as.real, s->release = p[RELEASE].as.real;
  s->record_within = p[RECORD_WITHIN].as.real;
  s->now.beta = s->now.variance = NAN;
  s->now.gap = s->now.z = s->now.used_beta = s->now.record_share = s->now.distance = NAN;
  for (int k = 0; k < MAXIMUM_COLUMNS; k++) s->now.record[k] = NAN;
  int furnished = parts_window_begin(&s->returns, 2, window)
               && parts_window_begin(&s->residuals, 2, p[HORIZON].as.integer);
  for (int64_t k = 0; k < s->columns; k++)
    furnished &= (s->names[k] = parts_copy(e->inputs[k]->name)) != NULL;
  if (!furnished) {
    end(s);
    return parts_no_memory(e->host);
  }
  *memory = s;
  return ROT_OK;
}

/* ---- Answer ---------------------------------------------------------------------------------- */

static rot_status report(void *memory, const rot_host *host, const rot_outputs *o) {
  const state *s = memory;
  const progress *now = &s->now;
  (void)host; /* nothing here runs long */
  parts_set_real(o, CURRENT_GAP, now->gap);
  parts_set_real(o, CURRENT_Z, now->z);
  parts_set_real(o, CURRENT_BETA, now->used_beta);
  parts_set_real(o, CURRENT_CUMULATIVE, isnan(now->used_beta) ? NAN : now->cumulative);
  parts_set_real(o, CURRENT_RECORD_SHARE, now->record_share);
  parts_set_real(o, CURRENT_DISTANCE, now->distance);
  o->set_integer(o, RECORD_DAYS, now->record_days);
  o->set_integer(o, DECOUPLED_DAYS, now->decoupled_days);
  o->set_integer(o, N, now->n);
  char text[1200] = "";
  decoupling_say(s, text, sizeof text);
  rot_status status = o->set_text(o, VERDICT, text);
  return status == ROT_OK ? decoupling_report_episodes(s, o) : status;
}

static const parts_stream stream = {begin, take, report, end};
PARTS_STREAMING(decoupling, stream)

static int64_t look_back(const rot_value *parameters) {
  return parameters[WINDOW].as.integer + parameters[HORIZON].as.integer;
}

/* ---- Declare --------------------------------------------------------------------------------- */

static const rot_indicator decoupling = {
  .struct_size = sizeof(rot_indicator),
  .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "decoupling", .version = "1.0.0",
  .summary = "Does everything rise but the target, by how much more than its beta explains, since when?",
  .documentation =
    "Claim: everything rises but crypto.\n"
    "Formula, in log returns a (target) and b (the basket's members, equally weighted): "
    "residual_t = a_t - beta_{t-1} b_t, beta_{t-1} the slope over the `window` returns before bar t "
    "(missing with fewer than `min_periods` of them). gap = sum of the last `horizon` residuals, in "
    "logs: exp(gap) - 1 is the fraction by which the target missed; cumulative = sum of all residuals "
    "since the range began; z = gap / root of the sum of the residual variances expected at each of "
    "these bars. No alpha is taken out: that the target rose for years is no promise. record_share = "
    "share of the members within `record_within` of their highest value so far while the target is "
    "not (0 while it is).\n"
    "An episode begins with |z| >= `threshold` and ends when z is back within `release` on its side; "
    "the unfinished one comes last, its end missing.\n"
    "Source: the cumulative abnormal return of event studies, MacKinlay, Journal of Economic "
    "Literature 35 (1997), with a rolling market model known beforehand.\n"
    "How to read it: behind means that the target fell short of what it usually makes of the basket's "
    "moves. A gap with z near 0 is ordinary noise, however large.\n"
    "When not to: z is no test. Residuals have fat tails, neighbouring z share all but one "
    "residual, and whoever looks every day sees |z| >= 2 sooner or later: on independent walks about "
    "one bar in eight belongs to an episode. A window that holds an episode learns it: the beta "
    "of a long decoupling is the decoupled one. Records begin with the data, or with the warm-up "
    "before --from.",
  ROT_INPUTS(
    ROT_INPUT(.role = "target", .doc = "levels of what may stay behind",
              .default_series = "BTC_USD", .demo_series = "DEMO_CRYPTO"),
    ROT_INPUT(.role = "basket", .flags = ROT_REPEATED, .minimum_count = 1,
              .maximum_count = MAXIMUM_MEMBERS, .doc = "levels of what it should go with",
              .default_series = "IWM,SPY,QQQ,GLD", .demo_series = "DEMO_SMALL,DEMO_LARGE")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "120", .unit = "bars",
                  .minimum = 10, .maximum = 100000, .doc = "returns that beta is fitted on"),
    ROT_PARAMETER(.name = "min_periods", .type = ROT_INTEGER, .default_text = "0", .unit = "bars",
                  .minimum = 0, .maximum = 100000,
                  .doc = "returns the window must hold, at least 10; 0 = all of it"),
    ROT_PARAMETER(.name = "horizon", .type = ROT_INTEGER, .default_text = "60", .unit = "bars",
                  .minimum = 1, .maximum = 100000, .doc = "residuals in the gap"),
    ROT_PARAMETER(.name = "threshold", .type = ROT_REAL, .default_text = "2", .minimum = 0.1,
                  .maximum = 100, .doc = "an episode begins at this |z|"),
    ROT_PARAMETER(.name = "release", .type = ROT_REAL, .default_text = "1", .minimum = 0,
                  .maximum = 100, .doc = "and ends below this one"),
    ROT_PARAMETER(.name = "record_within", .type = ROT_REAL, .default_text = "0.01",
                  .unit = "fraction", .minimum = 0, .maximum = 0.5,
                  .doc = "a record is the highest value so far or this near it")),
  ROT_OUTPUTS(
    ROT_SERIES(.name = "gap", .flags = ROT_CAUSAL, .unit = "log",
               .doc = "residuals of the last horizon bars"),
    ROT_SERIES(.name = "z", .flags = ROT_CAUSAL, .doc = "the gap in its expected deviations"),
    ROT_SERIES(.name = "cumulative", .flags = ROT_CAUSAL, .unit = "log",
               .doc = "all residuals since the range began"),
    ROT_SERIES(.name = "beta", .flags = ROT_CAUSAL, .doc = "known before the bar"),
    ROT_SERIES(.name = "record_share", .flags = ROT_CAUSAL, .unit = "fraction",
               .doc = "of the basket at a record while the target is not"),
    ROT_SERIES(.name = "distance", .flags = ROT_CAUSAL, .unit = "fraction",
               .doc = "of the target from its record"),
    ROT_SCALAR(.name = "current_gap", .type = ROT_REAL, .unit = "log", .doc = "at the last bar"),
    ROT_SCALAR(.name = "current_z", .type = ROT_REAL, .doc = "at the last bar"),
    ROT_SCALAR(.name = "current_beta", .type = ROT_REAL, .doc = "that the last bar was set against"),
    ROT_SCALAR(.name = "current_cumulative", .type = ROT_REAL, .unit = "log",
               .doc = "at the last bar"),
    ROT_SCALAR(.name = "current_record_share", .type = ROT_REAL, .unit = "fraction",
               .doc = "at the last bar"),
    ROT_SCALAR(.name = "current_distance", .type = ROT_REAL, .unit = "fraction",
               .doc = "at the last bar"),
    ROT_SCALAR(.name = "record_days", .type = ROT_INTEGER, .unit = "bars",
               .doc = "bars with half of the basket or more at a record and the target not"),
    ROT_SCALAR(.name = "decoupled_days", .type = ROT_INTEGER, .unit = "bars",
               .doc = "bars in episodes"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .unit = "bars", .doc = "bars with a z"),
    ROT_SCALAR(.name = "episode_count", .type = ROT_INTEGER, .doc = "rows of episodes"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_TABLE(.name = "episodes", .doc = "decouplings, oldest first, the unfinished one last",
      ROT_COLUMNS(
        ROT_COLUMN(.name = "time", .type = ROT_TIME, .flags = ROT_CAUSAL, .doc = "its first bar"),
        ROT_COLUMN(.name = "direction", .type = ROT_CHOICE, .flags = ROT_CAUSAL,
                   ROT_CHOICES("behind", "ahead"), .doc = "of the target against the basket"),
        ROT_COLUMN(.name = "end_time", .type = ROT_TIME,
                   .doc = "the first bar after it; missing if unfinished"),
        ROT_COLUMN(.name = "length_bars", .type = ROT_INTEGER, .unit = "bars",
                   .doc = "bars with a z in it"),
        ROT_COLUMN(.name = "worst_z", .type = ROT_REAL, .doc = "the z furthest from 0"),
        ROT_COLUMN(.name = "worst_gap", .type = ROT_REAL, .unit = "log", .doc = "the gap then"),
        ROT_COLUMN(.name = "record_share", .type = ROT_REAL, .unit = "fraction",
                   .doc = "the largest in it")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .look_back = look_back,
  .evaluate = evaluate,
  .open = open_stream, .update = take, .peek = peek, .snapshot = snapshot, .close = end,
};

ROT_PLUGIN("decoupling", "1.0.0", &decoupling)
