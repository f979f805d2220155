/*
 * granger - does the past of one series help to predict another, beyond that one's own past?
 *
 * Two answers for each direction. The classical F test, as every package gives it, takes the number
 * of lags for given and all days for equally volatile. The p-value to believe repeats the whole
 * procedure, choice of the order included, on resamples in which there is nothing to find but each
 * day is as volatile as it was: on pairs whose volatility is shared the classical F rejects four
 * times in ten at 5 %, this one once in twenty (docs/STATISTICS.md, "Causality").
 *
 * The numerics are the host's, reached by its statistics table; what is left is to choose the legs
 * (legs.c), to ask both ways (here), to show which lags it is (profile.c), and to say what it
 * means (verdict.c). Read `evaluate` first.
 */
#include "granger.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* ---- Ask ------------------------------------------------------------------------------------- */

static rot_status ask(question *q, direction *d) {
  static const uint32_t selections[] = {
    [CRITERION_AIC] = ROT_LAGS_AKAIKE, [CRITERION_BIC] = ROT_LAGS_BAYES,
    [CRITERION_FIXED] = ROT_LAGS_FIXED};
  const rot_evaluation *e = q->e;
  d->akaike = parts_memory(e, q->max_lag, sizeof(double));
  d->bayes = parts_memory(e, q->max_lag, sizeof(double));
  if (!d->akaike || !d->bayes) return ROT_ERR_MEMORY;
  d->answer.struct_size = sizeof d->answer;
  rot_status status = q->s->granger_test(
    e->host, d->from->values, d->to->values, q->count, q->max_lag,
    selections[parameter(e, CRITERION)], parameter(e, RESAMPLES), e->seed, &d->answer, d->akaike,
    d->bayes);
  char text[300];
  if (status == ROT_OK && isnan(d->answer.p_value)) {
    snprintf(text, sizeof text, "the past of %s predicts it without error, so there is nothing left "
             "to explain: choose another series", d->to->name);
    return e->host->fail(e->host, ROT_ERR_INPUT, text);
  }
  if (status != ROT_ERR_INPUT) return status;
  snprintf(text, sizeof text,
           "the past of %s and of %s cannot be told apart over these rows: they are the same, one "
           "repeats the other later, or one hardly moves; choose other series or max_lag=1",
           d->from->name, d->to->name);
  return e->host->fail(e->host, status, text);
}

/* ---- Answer ---------------------------------------------------------------------------------- */

static rot_status report_scalars(const question *q) {
  const rot_outputs *o = q->e->outputs;
  const rot_granger_answer *lead = &q->directions[LEAD].answer;
  const rot_granger_answer *follow = &q->directions[FOLLOW].answer;
  char text[800];
  o->set_real(o, F, lead->statistic);
  o->set_integer(o, LAG_ORDER, lead->lags);
  o->set_real(o, P_LEAD, lead->p_value);
  o->set_real(o, P_CLASSICAL, lead->p_classical);
  o->set_real(o, F_FOLLOW, follow->statistic);
  o->set_integer(o, LAG_ORDER_FOLLOW, follow->lags);
  o->set_real(o, P_FOLLOW, follow->p_value);
  o->set_real(o, P_CLASSICAL_FOLLOW, follow->p_classical);
  o->set_real(o, P_VALUE, fmin(1, 2 * fmin(lead->p_value, follow->p_value)));
  o->set_integer(o, N, lead->rows);
  o->set_real(o, P_UNIT_ROOT_LEADER, q->legs[0].p_unit_root);
  o->set_real(o, P_UNIT_ROOT_FOLLOWER, q->legs[1].p_unit_root);
  granger_say_verdict(q, text, sizeof text);
  o->set_text(o, VERDICT, text);
  snprintf(text, sizeof text,
           "fixed-design wild bootstrap, AR(%" PRId64 ") and AR(%" PRId64 ") under the null; "
           "SplitMix64, seed %" PRIu64 ", %" PRId64 " resamples", lead->null_lags,
           follow->null_lags, q->e->seed, parameter(q->e, RESAMPLES));
  return o->set_text(o, RESAMPLING, text);
}

static rot_status report_orders(const question *q) {
  void *columns[7]; /* direction, lags, aic, bic, f, p_classical, chosen */
  const rot_outputs *o = q->e->outputs;
  rot_status status = o->new_table(o, ORDERS, 2 * q->max_lag, columns);
  for (int64_t row = 0; status == ROT_OK && row < 2 * q->max_lag; row++) {
    int which = row < q->max_lag ? LEAD : FOLLOW;
    const direction *d = &q->directions[which];
    int64_t lags = row % q->max_lag + 1;
    if (q->e->host->is_cancelled(q->e->host)) return ROT_ERR_CANCELLED;
    rot_lag_test test = {.struct_size = sizeof test};
    status = q->s->granger(d->from->values, d->to->values, q->count, lags, ROT_LAGS_FIXED, &test);
    ((int64_t *)columns[0])[row] = which;
    ((int64_t *)columns[1])[row] = lags;
    ((double *)columns[2])[row] = d->akaike[lags - 1];
    ((double *)columns[3])[row] = d->bayes[lags - 1];
    ((double *)columns[4])[row] = test.statistic;
    ((double *)columns[5])[row] = test.p_value;
    ((int64_t *)columns[6])[row] = lags == d->answer.lags;
  }
  return status;
}

static rot_status evaluate(const rot_evaluation *e) {
  question q = {.e = e, .count = rot_output_rows(e->frame), .max_lag = parameter(e, MAX_LAG)};
  q.alpha = 1 - e->parameters[CONFIDENCE].as.real;
  q.directions[LEAD] = (direction){.from = &q.legs[0], .to = &q.legs[1]};
  q.directions[FOLLOW] = (direction){.from = &q.legs[1], .to = &q.legs[0]};
  if (!(q.s = parts_statistics(e))) return ROT_ERR_UNSUPPORTED;
  if (q.s->struct_size <= offsetof(rot_statistics, granger_test))
    return e->host->fail(e->host, ROT_ERR_UNSUPPORTED, "this host's statistics table has no "
                         "granger_test: use the plugin that came with the host");
  rot_status status = granger_choose_legs(&q);
  for (int i = 0; status == ROT_OK && i < 2; i++) status = ask(&q, &q.directions[i]);
  if (status == ROT_OK) status = report_scalars(&q);
  if (status == ROT_OK) status = report_orders(&q);
  return status == ROT_OK ? granger_report_profile(&q) : status;
}

/* ---- Declare --------------------------------------------------------------------------------- */

static const rot_indicator granger = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE,
  .id = "granger", .version = "1.0.0",
  .summary = "Does the past of one series help to predict another, beyond its own past?",
  .documentation =
    "Claim: past returns of small caps help to predict crypto.\n"
    "Formula: y_t = c + sum a_k y_{t-k} + sum b_k x_{t-k} + e_t, k = 1 ... p, x the leader and y the "
    "follower; f = ((RSS0 - RSS) / p) / (RSS / (m - 2p - 1)), RSS0 without the b's (Granger, "
    "Econometrica 37, 1969). p is the order up to max_lag with the least AIC or BIC of this model, "
    "on the rows that all orders have; f and p_classical are then on that order's own rows.\n"
    "p_lead: the whole procedure, choice of p included, on resamples y* = fit + sign * residual of y "
    "on its own past alone, lags held fixed: the wild bootstrap of Goncalves & Kilian (J. "
    "Econometrics 123, 2004), which keeps each bar's volatility. p_follow: the same with the legs "
    "swapped. p_value: either direction, twice the smaller of the two.\n"
    "How to read it: believe p_lead. p_classical beside it is what other packages print; it is too "
    "small where the order was chosen on the same data (5 % becomes 11 %) and far too small where "
    "both are volatile at the same times (5 % becomes 43 %). profile shows which lags it is, "
    "with Newey-West errors and p_pointwise, which are not corrected for looking at many lags.\n"
    "When not to: to help to predict is not to cause, and a third series may lead both. max_lag "
    "counts bars: for leads of months take a weekly clock (--clock 1w), since 60 daily lags are 121 "
    "coefficients, or ask lead_lag. Random walks are refused (augmented Dickey-Fuller, 5 %) unless "
    "unit_root=allow. Where the two close at different hours, one bar's past may "
    "help by that alone.",
  ROT_INPUTS(
    ROT_INPUT(.role = "leader", .doc = "whose past may help", .transform = ROT_TRANSFORM_LOG,
              .default_series = "IWM", .demo_series = "DEMO_SMALL"),
    ROT_INPUT(.role = "follower", .doc = "what is predicted", .transform = ROT_TRANSFORM_LOG,
              .default_series = "BTC_USD", .demo_series = "DEMO_CRYPTO")),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = "max_lag", .type = ROT_INTEGER, .default_text = "10", .unit = "bars",
                  .minimum = 1, .maximum = 200, .doc = "the longest order tried"),
    ROT_PARAMETER(.name = "criterion", .type = ROT_CHOICE, .default_text = "aic",
                  ROT_CHOICES("aic", "bic", "fixed"),
                  .doc = "what chooses the order; fixed: max_lag is the order"),
    ROT_PARAMETER(.name = "resamples", .type = ROT_INTEGER, .default_text = "999", .minimum = 99,
                  .maximum = 1000000, .doc = "of the bootstrap; the least p is 1 / (resamples + 1)"),
    ROT_PARAMETER(.name = "confidence", .type = ROT_REAL, .default_text = "0.95", .minimum = 0.5,
                  .maximum = 0.999, .doc = "the verdict's level is the rest"),
    ROT_PARAMETER(.name = "unit_root", .type = ROT_CHOICE, .default_text = "refuse",
                  ROT_CHOICES("refuse", "allow"), .doc = "what becomes of a leg that looks like a "
                  "random walk")),
  ROT_OUTPUTS(
    ROT_SCALAR(.name = "f", .type = ROT_REAL, .doc = "of the leader's lags, at lag_order"),
    ROT_SCALAR(.name = "lag_order", .type = ROT_INTEGER, .unit = "bars", .doc = "chosen for f"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "neither helps to predict the other"),
    ROT_SCALAR(.name = "p_lead", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "the leader's past does not help"),
    ROT_SCALAR(.name = "p_classical", .type = ROT_REAL, .doc = "of f by the F distribution"),
    ROT_SCALAR(.name = "p_follow", .type = ROT_REAL, .flags = ROT_P_VALUE,
               .doc = "the follower's past does not help to predict the leader"),
    ROT_SCALAR(.name = "f_follow", .type = ROT_REAL, .doc = "of the follower's lags"),
    ROT_SCALAR(.name = "lag_order_follow", .type = ROT_INTEGER, .unit = "bars",
               .doc = "chosen for f_follow"),
    ROT_SCALAR(.name = "p_classical_follow", .type = ROT_REAL,
               .doc = "of f_follow by the F distribution"),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "rows of f's regression"),
    ROT_SCALAR(.name = "p_unit_root_leader", .type = ROT_REAL,
               .doc = "augmented Dickey-Fuller; large speaks for a random walk"),
    ROT_SCALAR(.name = "p_unit_root_follower", .type = ROT_REAL, .doc = "the same"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "the answer in words"),
    ROT_SCALAR(.name = "resampling", .type = ROT_TEXT, .doc = "null, generator, seed, resamples"),
    ROT_TABLE(.name = "orders", .doc = "each order tried", ROT_COLUMNS(
      ROT_COLUMN(.name = "direction", .type = ROT_CHOICE, ROT_CHOICES("lead", "follow"),
                 .doc = "lead: the leader's past predicts the follower"),
      ROT_COLUMN(.name = "lags", .type = ROT_INTEGER, .unit = "bars", .doc = "p"),
      ROT_COLUMN(.name = "aic", .type = ROT_REAL, .doc = "m ln(RSS / m) + 2 (2p + 1)"),
      ROT_COLUMN(.name = "bic", .type = ROT_REAL, .doc = "m ln(RSS / m) + ln(m) (2p + 1)"),
      ROT_COLUMN(.name = "f", .type = ROT_REAL, .doc = "at this order, on its own rows"),
      ROT_COLUMN(.name = "p_classical", .type = ROT_REAL, .doc = "of f by the F distribution"),
      ROT_COLUMN(.name = "chosen", .type = ROT_BOOLEAN, .doc = "whether the criterion took it"))),
    ROT_TABLE(.name = "profile", .doc = "the coefficients lag by lag", ROT_COLUMNS(
      ROT_COLUMN(.name = "direction", .type = ROT_CHOICE, ROT_CHOICES("lead", "follow"),
                 .doc = "as in orders"),
      ROT_COLUMN(.name = "lag", .type = ROT_INTEGER, .unit = "bars", .doc = "k"),
      ROT_COLUMN(.name = "coefficient", .type = ROT_REAL, .doc = "b_k"),
      ROT_COLUMN(.name = "error", .type = ROT_REAL, .doc = "of b_k, Newey & West, "
                 "4 (n / 100)^(2/9) lags"),
      ROT_COLUMN(.name = "p_pointwise", .type = ROT_REAL, .doc = "of this lag alone")))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .evaluate = evaluate,
};

ROT_PLUGIN("granger", "1.0.0", &granger)
