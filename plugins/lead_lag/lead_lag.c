/*
 * lead_lag - does one series lead another, by how much, and how sure can one be?
 *
 * Three p-values answer three questions, and only one of them is about leading: p_value (do the
 * two depend at any lag?), p_lead (at a lag above 0: what the leader did shows up in the follower
 * later), p_follow (the reverse). Each is family-wise: looking at 121 lags is paid for.
 *
 * The numerics are the host's, reached by its statistics table; what is left is to choose the
 * legs (legs.c), to ask (here), and to say what it means (verdict.c). Read `evaluate` first.
 */
#include "lead_lag.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Ask ------------------------------------------------------------------------------------- */

static rot_status test_on_clock(question *q) {
  const leg *x = &q->x, *y = &q->y;
  rot_status status = q->s->cross_correlation(x->values, y->values, x->count, q->max_lag,
                                              ROT_CCF_OWN_SAMPLE, q->correlation);
  if (status != ROT_OK) return status;
  return q->s->lead_lag_test(q->host, x->values, y->values, x->count, q->max_lag,
                             parameter(q->e, RESAMPLES), q->e->seed, 0, &q->answer, q->statistic,
                             q->p_pointwise);
}

static rot_status test_on_own_stamps(question *q) {
  const leg *x = &q->x, *y = &q->y;
  double *covariance = parts_memory(q->e, lag_count(q), sizeof *covariance);
  if (!covariance) return ROT_ERR_MEMORY;
  rot_status status = q->s->hayashi_yoshida(q->host, x->time_ns, x->values, x->count, y->time_ns,
                                            y->values, y->count, q->lags_ns, lag_count(q),
                                            covariance, q->correlation);
  if (status != ROT_OK) return status;
  status = q->s->hayashi_yoshida_test(q->host, x->time_ns, x->values, x->count, y->time_ns,
                                      y->values, y->count, q->lags_ns, lag_count(q),
                                      parameter(q->e, RESAMPLES), q->e->seed, &q->answer,
                                      q->statistic, q->p_pointwise);
  q->answer.best_lag /= parameter(q->e, STEP);
  q->answer.best_lead /= parameter(q->e, STEP);
  return status;
}

static rot_status test(question *q) {
  q->answer.struct_size = sizeof q->answer;
  rot_status status = q->lags_ns ? test_on_own_stamps(q) : test_on_clock(q);
  if (status != ROT_ERR_TOO_FEW) return status;
  char text[200];
  snprintf(text, sizeof text,
           "%" PRId64 " and %" PRId64 " rows are too few for max_lag=%" PRId64 ", which needs at "
           "least max_lag + 20 rows present in both: lower max_lag or widen the range",
           q->x.count, q->y.count, q->max_lag);
  return q->e->host->fail(q->e->host, status, text);
}

/* Of the best lag, where that is a significant lead: elsewhere no lag has been identified. */
static rot_status interval(const question *q, double *low, double *high) {
  const leg *x = &q->x, *y = &q->y;
  int64_t resamples = parameter(q->e, RESAMPLES);
  double unit = q->lags_ns ? (double)parameter(q->e, STEP) : 1;
  rot_lag_interval found = {.struct_size = sizeof found};
  rot_status status;
  *low = *high = NAN;
  if (!(q->answer.p_lead <= q->alpha) || q->answer.best_lag <= 0) return ROT_OK;
  if (q->lags_ns)
    status = q->s->hayashi_yoshida_interval(q->host, x->time_ns, x->values, x->count, y->time_ns,
                                            y->values, y->count, q->lags_ns, lag_count(q),
                                            resamples, 1 - q->alpha, q->e->seed, &found);
  else
    status = q->s->lead_lag_interval(q->host, x->values, y->values, x->count, q->max_lag, resamples,
                                     1 - q->alpha, q->e->seed, &found);
  if (status == ROT_ERR_TOO_FEW) {
    q->host->warn(q->host, "too few rows for an interval of the lag, which takes four blocks of "
                           "twice max_lag; a smaller max_lag may give one");
    return ROT_OK;
  }
  *low = found.low / unit, *high = found.high / unit;
  return status;
}

/* ---- Answer ---------------------------------------------------------------------------------- */

static rot_status report_scalars(const question *q) {
  const rot_outputs *o = q->e->outputs;
  const rot_lead_lag_answer *a = &q->answer;
  double llr = NAN, low, high;
  char text[600];
  rot_status status = q->s->lead_lag_ratio(q->correlation, q->max_lag, &llr);
  if (status == ROT_OK) status = interval(q, &low, &high);
  if (status != ROT_OK) return status;
  o->set_integer(o, BEST_LAG, a->best_lag);
  o->set_real(o, BEST_LAG_DAYS, (double)a->best_lag * q->days_per_lag);
  o->set_real(o, CORRELATION, at_lag(q, q->correlation, a->best_lag));
  o->set_real(o, P_VALUE, a->p_value);
  o->set_real(o, P_LEAD, a->p_lead);
  o->set_real(o, P_FOLLOW, a->p_follow);
  o->set_real(o, LLR, llr);
  o->set_integer(o, N, a->n);
  if (!isnan(low)) { /* what is never set is missing */
    o->set_real(o, LAG_LOW, low);
    o->set_real(o, LAG_HIGH, high);
  }
  lead_lag_say_verdict(q, text, sizeof text);
  o->set_text(o, VERDICT, text);
  snprintf(text, sizeof text,
           "wild bootstrap of AR(%d), AR(%d) residuals; SplitMix64, seed %" PRIu64
           ", %" PRId64 " resamples",
           (int)a->order_x, (int)a->order_y, q->e->seed, parameter(q->e, RESAMPLES));
  return o->set_text(o, RESAMPLING, text);
}

static rot_status report_profile(const question *q) {
  void *columns[4]; /* lag, correlation, statistic, p_pointwise */
  size_t bytes = (size_t)lag_count(q) * sizeof(double);
  rot_status status = q->e->outputs->new_table(q->e->outputs, PROFILE, lag_count(q), columns);
  if (status != ROT_OK) return status;
  for (int64_t i = 0; i < lag_count(q); i++) ((int64_t *)columns[0])[i] = i - q->max_lag;
  memcpy(columns[1], q->correlation, bytes);
  memcpy(columns[2], q->statistic, bytes);
  memcpy(columns[3], q->p_pointwise, bytes);
  return ROT_OK;
}

/* The same question of each window of bars, so that one sees when the answer changed. */
static rot_status report_through_time(const question *whole) {
  const rot_evaluation *e = whole->e;
  int64_t window = parameter(e, WINDOW), step = parameter(e, WINDOW_STEP);
  int64_t windows = window == 0 ? 0 : (whole->x.count - window) / step + 1;
  void *columns[7]; /* time, best_lag, correlation, p_value, p_lead, p_follow, n */
  rot_status status = e->outputs->new_table(e->outputs, THROUGH_TIME, windows, columns);
  for (int64_t i = 0; status == ROT_OK && i < windows; i++) {
    question q = *whole;
    q.host = NULL;
    q.x.values += i * step, q.y.values += i * step, q.x.count = q.y.count = window;
    if (e->host->progress(e->host, (double)i / (double)windows)) return ROT_ERR_CANCELLED;
    if ((status = test(&q)) != ROT_OK) break;
    ((int64_t *)columns[0])[i] = whole->x.time_ns[i * step + window - 1];
    ((int64_t *)columns[1])[i] = q.answer.best_lag;
    ((double *)columns[2])[i] = at_lag(&q, q.correlation, q.answer.best_lag);
    ((double *)columns[3])[i] = q.answer.p_value;
    ((double *)columns[4])[i] = q.answer.p_lead;
    ((double *)columns[5])[i] = q.answer.p_follow;
    ((int64_t *)columns[6])[i] = q.answer.n;
  }
  return status;
}

static rot_status evaluate(const rot_evaluation *e) {
  question q = {.e = e, .host = e->host, .max_lag = parameter(e, MAX_LAG)};
  q.alpha = 1 - e->parameters[CONFIDENCE].as.real;
  if (!(q.s = parts_statistics(e))) return ROT_ERR_UNSUPPORTED;
  q.correlation = parts_memory(e, lag_count(&q), sizeof(double));
  q.statistic = parts_memory(e, lag_count(&q), sizeof(double));
  q.p_pointwise = parts_memory(e, lag_count(&q), sizeof(double));
  if (!q.correlation || !q.statistic || !q.p_pointwise) return ROT_ERR_MEMORY;
  rot_status status = lead_lag_choose_legs(&q);
  if (status == ROT_OK) status = test(&q);
  if (status == ROT_OK) status = report_scalars(&q);
  if (status == ROT_OK) status = report_profile(&q);
  if (status == ROT_OK) status = report_through_time(&q); /* last: it overwrites the profiles */
  return status;
}

/* ---- Declare --------------------------------------------------------------------------------- */

static const rot_indicator lead_lag = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "lead_lag", .version = "1.0.0",
  .summary = "Does one series lead another, by how much, and how sure can one be?",
  .documentation =
    "Claim: small caps lead crypto by one to three months.\n"
    "Lag l > 0 means the leader moves l bars before the follower. method=ccf correlates returns on "
    "a common clock, corr(x_t, y_{t+l}); method=hayashi_yoshida takes log levels as they tick "
    "(--align native; Hayashi & Yoshida, Bernoulli 11, 2005; Hoffmann, Rosenbaum & Yoshida, "
    "Bernoulli 19, 2013), with lags in units of step.\n"
    "p_value, p_lead (l > 0) and p_follow (l < 0) are family-wise over their lags: AR residuals "
    "of each leg, sums studentised lag by lag, Rademacher wild bootstrap of the largest "
    "(docs/STATISTICS.md). p_pointwise in the profile is not corrected for looking at many lags. "
    "llr is the lead-lag ratio of Huth & Abergel (2014).\n"
    "How to read it: dependence is not lead. Believe p_lead, not p_value. lag_low and lag_high are "
    "missing unless the best lag is a significant lead. Windows of through_time overlap and are "
    "many: 5 % of them look significant by chance.\n"
    "When not to: on levels or overlapping returns; on lags of one bar where the two close at "
    "different hours.",
  ROT_INPUTS(
    ROT_INPUT(.role = "leader", .doc = "what may move first", .transform = ROT_TRANSFORM_LOG,
              .default_series = "IWM", .demo_series = "DEMO_SMALL"),
    ROT_INPUT(.role = "follower", .doc = "what may move later", .transform = ROT_TRANSFORM_LOG,
              .default_series = "BTC_USD", .demo_series = "DEMO_CRYPTO")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "method", .type = ROT_CHOICE, .default_text = "ccf",
                  ROT_CHOICES("ccf", "hayashi_yoshida"),
                  .doc = "ccf on a common clock; hayashi_yoshida on own stamps (--align native)"),
    ROT_PARAMETER(.name = "max_lag", .type = ROT_INTEGER, .default_text = "60", .unit = "bars",
                  .minimum = 1, .maximum = 5000, .doc = "lags from -max_lag to max_lag"),
    ROT_PARAMETER(.name = "step", .type = ROT_DURATION, .default_text = "1d", .minimum = 1,
                  .maximum = 3e17, .doc = "hayashi_yoshida: the length of one lag"),
    ROT_PARAMETER(.name = "resamples", .type = ROT_INTEGER, .default_text = "999", .minimum = 99,
                  .maximum = 1000000, .doc = "of the bootstrap; the least p is 1 / (resamples + 1)"),
    ROT_PARAMETER(.name = "confidence", .type = ROT_REAL, .default_text = "0.95", .minimum = 0.5,
                  .maximum = 0.999, .doc = "of the lag interval; the verdict's level is the rest"),
    ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "0", .unit = "bars",
                  .minimum = 0, .maximum = 1e9, .doc = "length of a window of through_time; 0: none"),
    ROT_PARAMETER(.name = "window_step", .type = ROT_INTEGER, .default_text = "21", .unit = "bars",
                  .minimum = 1, .maximum = 1e9, .doc = "from one window's start to the next one's")),
  ROT_OUTPUTS(
    ROT_SCALAR(.name = "best_lag", .type = ROT_INTEGER, .unit = "bars",
               .doc = "where the two depend most; > 0: the leader leads"),
    ROT_SCALAR(.name = "best_lag_days", .type = ROT_REAL, .unit = "days", .doc = "in calendar days"),
    ROT_SCALAR(.name = "correlation", .type = ROT_REAL, .doc = "at best_lag"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "no dependence at any lag"),
    ROT_SCALAR(.name = "p_lead", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "no dependence at lags above 0"),
    ROT_SCALAR(.name = "p_follow", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "no dependence at lags below 0"),
    ROT_SCALAR(.name = "llr", .type = ROT_REAL, .doc = "lead-lag ratio; above 1 favours the leader"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "rows used, after the AR fits"),
    ROT_SCALAR(.name = "lag_low", .type = ROT_REAL, .unit = "bars", .doc = "interval of best_lag"),
    ROT_SCALAR(.name = "lag_high", .type = ROT_REAL, .unit = "bars", .doc = "its upper end"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_SCALAR(.name = "resampling", .type = ROT_TEXT, .doc = "null, generator, seed, resamples"),
    ROT_TABLE(.name = "profile", .doc = "lag by lag", ROT_COLUMNS(
      ROT_COLUMN(.name = "lag", .type = ROT_INTEGER, .unit = "bars", .doc = "l"),
      ROT_COLUMN(.name = "correlation", .type = ROT_REAL, .doc = "of x_t and y_{t+l}"),
      ROT_COLUMN(.name = "statistic", .type = ROT_REAL, .doc = "studentised sum T(l)"),
      ROT_COLUMN(.name = "p_pointwise", .type = ROT_REAL, .doc = "of this lag alone"))),
    ROT_TABLE(.name = "through_time", .doc = "the answer in each window", ROT_COLUMNS(
      ROT_COLUMN(.name = "time", .type = ROT_TIME, .doc = "the window's last bar"),
      ROT_COLUMN(.name = "best_lag", .type = ROT_INTEGER, .unit = "bars", .doc = "in the window"),
      ROT_COLUMN(.name = "correlation", .type = ROT_REAL, .doc = "at that lag"),
      ROT_COLUMN(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE, .doc = "any lag"),
      ROT_COLUMN(.name = "p_lead", .type = ROT_REAL, .flags = ROT_P_VALUE, .doc = "above 0"),
      ROT_COLUMN(.name = "p_follow", .type = ROT_REAL, .flags = ROT_P_VALUE, .doc = "below 0"),
      ROT_COLUMN(.name = "n", .type = ROT_INTEGER, .doc = "rows used")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS | ROT_ALIGN_NATIVE,
  .default_alignment = ROT_ALIGN_INNER,
  .evaluate = evaluate,
};

ROT_PLUGIN("lead_lag", "1.0.0", &lead_lag)
