/*
 * legs.c - what is compared: returns on one clock (ccf), log levels as they tick (hayashi_yoshida).
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "lead_lag.h"

static leg leg_on_clock(const rot_evaluation *e, int input) {
  const rot_frame *f = e->frame;
  leg l = {e->inputs[input]->name, f->time_ns + f->warm_up_rows,
           f->columns[input] + f->warm_up_rows, rot_output_rows(f)};
  return l;
}

/* Log levels of one input on its own stamps, missing values left out. */
static rot_status leg_on_own_stamps(const rot_evaluation *e, int input, leg *l) {
  const rot_series *s = e->inputs[input];
  int64_t *times = parts_memory(e, s->count, sizeof *times);
  double *logs = parts_memory(e, s->count, sizeof *logs);
  if (!times || !logs) return ROT_ERR_MEMORY;
  l->name = s->name, l->time_ns = times, l->values = logs, l->count = 0;
  for (int64_t i = 0; i < s->count; i++) {
    if (isnan(s->values[i])) continue;
    if (s->values[i] <= 0) {
      char text[200];
      snprintf(text, sizeof text, "%s row %" PRId64 " is %g: a logarithm needs levels above 0; "
               "choose another column or start later with --from", s->name, i, s->values[i]);
      return e->host->fail(e->host, ROT_ERR_INPUT, text);
    }
    times[l->count] = s->time_ns[i];
    logs[l->count++] = log(s->values[i]);
  }
  return ROT_OK;
}

rot_status lead_lag_choose_legs(question *q) {
  const rot_evaluation *e = q->e;
  int native = e->frame == NULL;
  if (native && parameter(e, METHOD) == METHOD_CCF)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
      "method=ccf needs both series on one clock: leave out --align native, or keep it and add "
      "--param method=hayashi_yoshida");
  if (!native && parameter(e, METHOD) == METHOD_HAYASHI_YOSHIDA)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
      "method=hayashi_yoshida works on the series' own stamps: add --align native");
  if (native && parameter(e, WINDOW) > 0)
    return e->host->fail(e->host, ROT_ERR_PARAMETER,
      "window counts bars of a common clock: leave it out with --align native");
  if (!native && parameter(e, WINDOW) > rot_output_rows(e->frame))
    return e->host->fail(e->host, ROT_ERR_TOO_FEW,
      "window is longer than the common range: choose a shorter window or widen the range");
  if (!native) {
    q->x = leg_on_clock(e, 0), q->y = leg_on_clock(e, 1);
    q->days_per_lag = q->x.count < 2 ? NAN
      : (double)(q->x.time_ns[q->x.count - 1] - q->x.time_ns[0]) / (double)PARTS_NS_PER_DAY
        / (double)(q->x.count - 1);
    return ROT_OK;
  }
  rot_status status = leg_on_own_stamps(e, 0, &q->x);
  if (status == ROT_OK) status = leg_on_own_stamps(e, 1, &q->y);
  q->lags_ns = parts_memory(e, lag_count(q), sizeof *q->lags_ns);
  if (!q->lags_ns) return ROT_ERR_MEMORY;
  for (int64_t l = -q->max_lag; l <= q->max_lag; l++)
    q->lags_ns[l + q->max_lag] = l * parameter(e, STEP);
  q->days_per_lag = (double)parameter(e, STEP) / (double)PARTS_NS_PER_DAY;
  return status;
}
