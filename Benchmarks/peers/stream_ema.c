/* A streaming exponential moving average: the least an update can do, so that the host's share shows. */
#include <math.h>
#include <stdlib.h>

#include "rothost/plugin.h"

typedef struct ema { double alpha, value; } ema;

static rot_status ema_open(const rot_evaluation *warm_up, void **state) {
  ema *s = malloc(sizeof *s);
  if (!s) return ROT_ERR_MEMORY;
  *s = (ema){2.0 / ((double)warm_up->parameters[0].as.integer + 1.0), NAN};
  *state = s;
  return ROT_OK;
}

static void step(ema *s, double x) { s->value = isnan(s->value) ? x : s->value + s->alpha * (x - s->value); }

static rot_status ema_update(void *state, const rot_update *u) {
  ema *s = state;
  step(s, u->row[0]);
  u->series[0] = s->value;
  return ROT_OK;
}

static rot_status ema_peek(const void *state, const rot_update *u) {
  ema s = *(const ema *)state;
  step(&s, u->row[0]);
  u->series[0] = s.value;
  return ROT_OK;
}

static rot_status ema_snapshot(const void *state, const rot_outputs *outputs) {
  (void)state;
  (void)outputs;
  return ROT_OK;
}

static rot_status ema_evaluate(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  double *out = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), NULL);
  if (!out) return ROT_ERR_OUTPUT;
  ema s = {2.0 / ((double)e->parameters[0].as.integer + 1.0), NAN};
  for (int64_t i = 0; i < f->row_count; i++) {
    step(&s, f->columns[0][i]);
    if (i >= f->warm_up_rows) out[i - f->warm_up_rows] = s.value;
  }
  return ROT_OK;
}

static const rot_indicator indicator = {
    .struct_size = sizeof(rot_indicator),
    .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
    .id = "stream_ema",
    .version = "1.0.0",
    .summary = "Exponential moving average, for the streaming benchmark.",
    .documentation = "value += alpha * (x - value), alpha = 2 / (span + 1).",
    ROT_INPUTS(ROT_INPUT(.role = "series", .doc = "levels")),
    ROT_PARAMETERS(ROT_PARAMETER(.name = "span", .type = ROT_INTEGER, .default_text = "20", .minimum = 1,
                                 .maximum = 100000, .doc = "bars")),
    ROT_OUTPUTS(ROT_SERIES(.name = "average", .flags = ROT_CAUSAL, .doc = "the average")),
    .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS,
    .default_alignment = ROT_ALIGN_INNER,
    .evaluate = ema_evaluate,
    .open = ema_open,
    .update = ema_update,
    .peek = ema_peek,
    .snapshot = ema_snapshot,
    .close = free,
};
ROT_PLUGIN("stream_ema", "1.0.0", &indicator)
