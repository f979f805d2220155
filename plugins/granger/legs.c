/*
 * legs.c - what may be tested: enough rows, legs that move, and no random walks.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "granger.h"

/* The values present, joined: a unit-root test needs neighbours. */
static int64_t present(const question *q, const leg *l, double *out) {
  int64_t count = 0;
  for (int64_t i = 0; i < q->count; i++)
    if (!isnan(l->values[i])) out[count++] = l->values[i];
  return count;
}

static rot_status refuse_walk(const question *q, const leg *l) {
  char text[300];
  snprintf(text, sizeof text,
           "%s looks like a random walk (augmented Dickey-Fuller p = %.3g), on which this test "
           "finds what is not there: use returns (--transform log or difference), or add "
           "--param unit_root=allow", l->name, l->p_unit_root);
  return q->e->host->fail(q->e->host, ROT_ERR_INPUT, text);
}

static rot_status check_leg(const question *q, leg *l, double *memory) {
  rot_lag_test test = {.struct_size = sizeof test};
  int64_t count = present(q, l, memory), first = 0;
  char text[200];
  while (first < count && memory[first] == memory[0]) first++;
  if (first == count) {
    snprintf(text, sizeof text, "%s does not move over these rows, so there is nothing to predict "
             "or to predict by: choose another series or range", l->name);
    return q->e->host->fail(q->e->host, ROT_ERR_INPUT, text);
  }
  rot_status status = q->s->augmented_dickey_fuller(memory, count, ROT_TREND_CONSTANT, -1,
                                                    ROT_LAGS_AKAIKE, &test);
  if (status != ROT_OK) {
    snprintf(text, sizeof text, "%s moves in too few rows for a test of stationarity: choose a "
             "longer range", l->name);
    return q->e->host->fail(q->e->host, status, text);
  }
  l->p_unit_root = test.p_value;
  int is_walk = parameter(q->e, UNIT_ROOT) == UNIT_ROOT_REFUSE && !(test.p_value <= 0.05);
  return is_walk ? refuse_walk(q, l) : ROT_OK;
}

rot_status granger_choose_legs(question *q) {
  const rot_evaluation *e = q->e;
  const rot_frame *f = e->frame;
  double *memory = parts_memory(e, q->count, sizeof(double));
  if (!memory) return ROT_ERR_MEMORY;
  const int64_t *times = f->time_ns + f->warm_up_rows;
  if (q->count > 1)
    q->days_per_bar = (double)(times[q->count - 1] - times[0]) / (double)PARTS_NS_PER_DAY
                      / (double)(q->count - 1);
  for (int i = 0; i < 2; i++)
    q->legs[i] = (leg){e->inputs[i]->name, f->columns[i] + f->warm_up_rows, NAN};
  for (int64_t i = 0; i < q->count; i++)
    q->pairs += !isnan(q->legs[0].values[i]) && !isnan(q->legs[1].values[i]);
  /* Two rows for each of the 2 max_lag + 1 coefficients, after max_lag rows of past. */
  int64_t needed = 5 * q->max_lag + 20;
  if (q->pairs < needed) {
    char text[200];
    snprintf(text, sizeof text,
             "%" PRId64 " rows present in both are too few for max_lag=%" PRId64 ", which needs at "
             "least %" PRId64 ": lower max_lag or widen the range", q->pairs, q->max_lag, needed);
    return e->host->fail(e->host, ROT_ERR_TOO_FEW, text);
  }
  rot_status status = check_leg(q, &q->legs[0], memory);
  return status == ROT_OK ? check_leg(q, &q->legs[1], memory) : status;
}
