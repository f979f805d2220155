/* Remembers the last `window` rows; its stream equals its batch, and a row without data stays NaN. */
#include <rothost/plugin.h>
#include <math.h>
#include <stdlib.h>

enum { LONGEST = 64 };

typedef struct state {
  int64_t window, rows, peaks;
  double kept[LONGEST], top;
} state;

static double step(state *s, double x, double y) {
  s->kept[s->rows % s->window] = isnan(x) || isnan(y) ? 0 : x * y;
  s->rows++;
  double total = 0;
  for (int64_t i = 0; i < s->window; i++) total += s->kept[i];
  return s->rows < s->window ? NAN : total;
}

static int is_peak(state *s, double total) {
  if (!(total > s->top)) return 0;
  s->top = total;
  s->peaks++;
  return 1;
}

static rot_status tell(const rot_outputs *o, const state *s, int64_t rows) {
  rot_value cell = {.type = ROT_INTEGER, .count = 1, .as = {.integer = 0}};
  for (int64_t i = 0; i < s->peaks; i++) {
    cell.as.integer = i;
    rot_status status = o->add_row(o, 2, &cell, 1);
    if (status) return status;
  }
  return o->set_integer(o, 1, rows);
}

static rot_status begin(state *s, const rot_evaluation *e) {
  *s = (state){.window = e->parameters[0].as.integer};
  for (int64_t i = 0; i < e->frame->warm_up_rows; i++)
    step(s, e->frame->columns[0][i], e->frame->columns[1][i]);
  s->peaks = 0;
  s->top = -INFINITY;
  return ROT_OK;
}

static rot_status evaluate(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  state s;
  begin(&s, e);
  double *out = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), NULL);
  if (!out) return ROT_ERR_OUTPUT;
  for (int64_t i = f->warm_up_rows; i < f->row_count; i++) {
    double total = step(&s, f->columns[0][i], f->columns[1][i]);
    out[i - f->warm_up_rows] = total;
    is_peak(&s, total);
  }
  return tell(e->outputs, &s, rot_output_rows(f));
}

typedef struct stream { state s; int64_t rows; } stream;

static rot_status open_stream(const rot_evaluation *e, void **out) {
  stream *p = malloc(sizeof *p);
  if (!p) return ROT_ERR_MEMORY;
  p->rows = 0;
  *out = p;
  return begin(&p->s, e);
}

static rot_status update(void *state_, const rot_update *u) {
  stream *p = state_;
  u->series[0] = step(&p->s, u->row[0], u->row[1]);
  is_peak(&p->s, u->series[0]);
  p->rows = u->row_index + 1;
  return ROT_OK;
}

static rot_status peek(const void *state_, const rot_update *u) {
  state copy = ((const stream *)state_)->s;
  u->series[0] = step(&copy, u->row[0], u->row[1]);
  return ROT_OK;
}

static rot_status snapshot(const void *state_, const rot_outputs *o) {
  const stream *p = state_;
  return tell(o, &p->s, p->rows);
}

static int64_t look_back(const rot_value *parameters) { return parameters[0].as.integer - 1; }

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = ROT_DETERMINISTIC | ROT_STREAMING,
  .id = "memory", .version = "1.0.0", .summary = "A sum of products over a window.",
  ROT_INPUTS(ROT_INPUT(.role = "x"), ROT_INPUT(.role = "y")),
  ROT_PARAMETERS(ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "3",
                               .minimum = 1, .maximum = LONGEST)),
  ROT_OUTPUTS(ROT_SERIES(.name = "total", .flags = ROT_CAUSAL),
              ROT_SCALAR(.name = "rows", .type = ROT_INTEGER),
              ROT_TABLE(.name = "peaks", ROT_COLUMNS(ROT_COLUMN(.name = "peak", .type = ROT_INTEGER)))),
  .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS, .default_alignment = ROT_ALIGN_INNER,
  .look_back = look_back, .evaluate = evaluate, .open = open_stream, .update = update, .peek = peek,
  .snapshot = snapshot, .close = free,
};
ROT_PLUGIN("memory", "1.0.0", &indicator)
