/* A sound plugin with two inputs, one series, one scalar and a few parameters; streams. */
#include <rothost/plugin.h>
#include <math.h>
#include <stdlib.h>

#ifndef ID
#define ID "spread"
#endif

static double spread_of(const double *row, double scale) { return scale * (row[0] - row[1]); }

static rot_status evaluate(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  double scale = e->parameters[0].as.real;
  double *spread = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), NULL);
  if (!spread) return ROT_ERR_OUTPUT;
  double last = NAN;
  for (int64_t i = f->warm_up_rows; i < f->row_count; i++) {
    double row[2] = {f->columns[0][i], f->columns[1][i]};
    last = spread_of(row, scale);
    spread[i - f->warm_up_rows] = last;
  }
  return e->outputs->set_real(e->outputs, 1, last);
}

typedef struct state { double scale, last; } state;

static rot_status open_stream(const rot_evaluation *e, void **out) {
  state *s = malloc(sizeof *s);
  if (!s) return ROT_ERR_MEMORY;
  s->scale = e->parameters[0].as.real;
  s->last = NAN;
  *out = s;
  return ROT_OK;
}

static rot_status update(void *p, const rot_update *u) {
  state *s = p;
  s->last = spread_of(u->row, s->scale);
  u->series[0] = s->last;
  return ROT_OK;
}

static rot_status peek(const void *p, const rot_update *u) {
  u->series[0] = spread_of(u->row, ((const state *)p)->scale);
  return ROT_OK;
}

static rot_status snapshot(const void *p, const rot_outputs *o) {
  return o->set_real(o, 1, ((const state *)p)->last);
}

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_THREAD_SAFE | ROT_STREAMING,
  .id = ID, .version = "1.2.3", .summary = "The difference of two levels.",
  .documentation = "spread = scale * (x - y), row by row.",
  ROT_INPUTS(ROT_INPUT(.role = "x", .doc = "minuend", .default_series = "IWM", .demo_series = "DEMO_SMALL"),
             ROT_INPUT(.role = "y", .doc = "subtrahend", .default_series = "SPY:close", .demo_series = "DEMO_LARGE")),
  ROT_PARAMETERS(ROT_PARAMETER(.name = "scale", .type = ROT_REAL, .default_text = "1",
                               .minimum = 0.5, .maximum = 100, .doc = "factor"),
                 ROT_PARAMETER(.name = "lags", .type = ROT_INTEGER | ROT_LIST,
                               .default_text = "30,60,90", .minimum = 1, .maximum = 500),
                 ROT_PARAMETER(.name = "method", .type = ROT_CHOICE, .default_text = "plain",
                               ROT_CHOICES("plain", "fancy")),
                 ROT_PARAMETER(.name = "hold", .type = ROT_DURATION, .default_text = "1.5d"),
                 ROT_PARAMETER(.name = "dates", .type = ROT_DATE | ROT_LIST,
                               .default_text = "2016-07-09,2020-05-11"),
                 ROT_PARAMETER(.name = "note", .type = ROT_TEXT, .default_text = ""),
                 ROT_PARAMETER(.name = "strict", .type = ROT_BOOLEAN, .default_text = "false")),
  ROT_OUTPUTS(ROT_SERIES(.name = "spread", .flags = ROT_CAUSAL, .doc = "x minus y"),
              ROT_SCALAR(.name = "last", .type = ROT_REAL, .doc = "the latest")),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .evaluate = evaluate, .open = open_stream, .update = update, .peek = peek,
  .snapshot = snapshot, .close = free,
};
ROT_PLUGIN(ID, "1.2.3", &indicator)
