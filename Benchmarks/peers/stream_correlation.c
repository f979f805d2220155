/*
 * A streaming Pearson correlation of the last `window` pairs, in the way of the rolling statistics: a
 * window is the end of one block and the beginning of the next, so suffix sums of the block before plus
 * running sums of this one, about an anchor. Nothing is subtracted: no drift, however long it runs.
 */
#include <math.h>
#include <stdlib.h>

#include "rothost/plugin.h"

enum { LEAST = 2, MOST = 4096 };

typedef struct sums { double n, x, y, xx, yy, xy; } sums;
typedef struct pair { double x, y; } pair;

typedef struct correlation {
  int64_t window, filled; /* pairs of this block */
  pair anchor;
  sums now;
  pair *block;
  sums *before; /* suffix sums of the block before, before[j] from its row j on */
} correlation;

static void add(sums *s, pair p, pair anchor) {
  if (isnan(p.x) || isnan(p.y)) return;
  double x = p.x - anchor.x, y = p.y - anchor.y;
  s->n += 1;
  s->x += x;
  s->y += y;
  s->xx += x * x;
  s->yy += y * y;
  s->xy += x * y;
}

static double middle(double a, double b, double c) { return fmax(fmin(a, b), fmin(fmax(a, b), c)); }

/* The block is full: its suffix sums serve the next, about an anchor from its own values. */
static void turn(correlation *c) {
  int64_t last = c->window - 1, half = c->window / 2;
  pair anchor = {middle(c->block[0].x, c->block[half].x, c->block[last].x),
                 middle(c->block[0].y, c->block[half].y, c->block[last].y)};
  if (!isnan(anchor.x) && !isnan(anchor.y)) c->anchor = anchor;
  sums s = {0};
  for (int64_t j = last; j > 0; j--) {
    add(&s, c->block[j], c->anchor);
    c->before[j] = s;
  }
  c->now = (sums){0};
  c->filled = 0;
}

static void step(correlation *c, double x, double y, double *out) {
  pair p = {x, y};
  if (c->filled == c->window) turn(c);
  c->block[c->filled] = p;
  add(&c->now, p, c->anchor);
  c->filled++;
  const sums *a = &c->now, *b = &c->before[c->filled]; /* before[window] stays 0 */
  double n = a->n + b->n, sx = a->x + b->x, sy = a->y + b->y;
  double xx = n * (a->xx + b->xx) - sx * sx, yy = n * (a->yy + b->yy) - sy * sy;
  double r = (n * (a->xy + b->xy) - sx * sy) / sqrt(xx * yy);
  *out = n < (double)c->window || !(xx > 0 && yy > 0) ? NAN : r > 1 ? 1 : r < -1 ? -1 : r;
}

static rot_status correlation_open(const rot_evaluation *warm_up, void **state) {
  int64_t window = warm_up->parameters[0].as.integer;
  size_t size = sizeof(correlation) + (size_t)window * sizeof(pair) + (size_t)(window + 1) * sizeof(sums);
  correlation *c = calloc(1, size);
  if (!c) return ROT_ERR_MEMORY;
  c->window = window;
  c->before = (sums *)(c + 1);
  c->block = (pair *)(c->before + window + 1);
  *state = c;
  return ROT_OK;
}

static rot_status correlation_update(void *state, const rot_update *u) {
  step(state, u->row[0], u->row[1], &u->series[0]);
  return ROT_OK;
}

static rot_status correlation_snapshot(const void *state, const rot_outputs *outputs) {
  (void)state;
  (void)outputs;
  return ROT_OK;
}

static rot_status correlation_evaluate(const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  double *out = e->outputs->new_series(e->outputs, 0, rot_output_rows(f), NULL), unused;
  if (!out) return ROT_ERR_OUTPUT;
  void *state;
  rot_status status = correlation_open(e, &state);
  if (status != ROT_OK) return status;
  for (int64_t i = 0; i < f->row_count; i++) {
    step(state, f->columns[0][i], f->columns[1][i],
         i < f->warm_up_rows ? &unused : &out[i - f->warm_up_rows]);
  }
  free(state);
  return ROT_OK;
}

static const rot_indicator indicator = {
    .struct_size = sizeof(rot_indicator),
    .flags = ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE,
    .id = "stream_correlation",
    .version = "1.0.0",
    .summary = "Rolling correlation, for the streaming benchmark.",
    .documentation = "Pearson's correlation of the last `window` pairs.",
    ROT_INPUTS(ROT_INPUT(.role = "x", .doc = "values"), ROT_INPUT(.role = "y", .doc = "values")),
    ROT_PARAMETERS(ROT_PARAMETER(.name = "window", .type = ROT_INTEGER, .default_text = "60",
                                 .minimum = LEAST, .maximum = MOST, .doc = "bars")),
    ROT_OUTPUTS(ROT_SERIES(.name = "correlation", .flags = ROT_CAUSAL, .doc = "the correlation")),
    .alignments = ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS,
    .default_alignment = ROT_ALIGN_INNER,
    .evaluate = correlation_evaluate,
    .open = correlation_open,
    .update = correlation_update,
    .snapshot = correlation_snapshot,
    .close = free,
};
ROT_PLUGIN("stream_correlation", "1.0.0", &indicator)
