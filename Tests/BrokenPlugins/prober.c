/* A plugin that keeps every promise, and with -DBREAK_x breaks exactly one of them. */
#define _GNU_SOURCE
#include "breaks.h"

static void prober_begin(prober *p) { memset(p, 0, sizeof *p), p->before = NAN, p->peak = NAN; }

static int grow(prober *p) {
  if (p->records < p->room) return 1;
  int64_t room = p->room ? 2 * p->room : 16;
  int64_t *times = realloc(p->times, (size_t)room * sizeof *times);
  if (times) p->times = times;
  double *values = realloc(p->values, (size_t)room * sizeof *values);
  if (values) p->values = values;
  if (!times || !values) return 0;
  p->room = room;
  return 1;
}

/* The change of the series, moved by the others: one row, in batch and stream alike. */
static double value(prober *p, const double *row, const layout *l) {
  double x = row[l->series], moved = row[l->driver] + row[l->spread], sum = 0;
  if (l->extra >= 0) moved += row[l->extra] / 1024;
  for (int i = 0; i < l->basket_count; i++) sum += row[l->basket + i];
  double out = x - p->before + moved + (l->basket_count ? sum / l->basket_count / 1024 : 0);
  p->before = x;
  return STEP(p, out, row);
}

static int prober_step(prober *p, int64_t time, const double *row, const layout *l, int counts, double *out) {
  *out = value(p, row, l);
  if (!counts || isnan(*out)) return 1;
  p->n++;
  p->latest = *out;
  if (*out <= p->peak) return 1;
  p->peak = *out;
  if (!grow(p)) return 0;
  p->times[p->records] = time;
  p->values[p->records++] = *out;
  return 1;
}

static void prober_layout(layout *l, const uint32_t *roles, uint32_t count) {
  *l = (layout){.series = -1, .driver = -1, .spread = -1, .extra = -1, .basket = -1, .basket_count = 0};
  for (uint32_t i = 0; i < count; i++) {
    switch (roles[i]) {
    case 0: l->series = (int)i; break;
    case 1: l->driver = (int)i; break;
    case 2: l->spread = (int)i; break;
    case 3: l->extra = (int)i; break;
    default:
      if (l->basket_count++ == 0) l->basket = (int)i;
    }
  }
}

static rot_status prober_report(const prober *p, const rot_outputs *o) {
  o->set_integer(o, 1, p->n);
  o->set_real(o, 2, p->n > 0 ? LATEST(p) : NAN);
  o->set_real(o, 3, P_VALUE_GIVEN);
  o->set_text(o, 4, p->n > 0 ? VERDICT : "nothing to see");
  for (int64_t i = 0; i < p->records; i++) {
    rot_value cells[2];
    memset(cells, 0, sizeof cells);
    cells[0] = (rot_value){.type = ROT_TIME, .count = 1, .as.integer = p->times[i]};
    cells[1] = (rot_value){.type = ROT_REAL, .count = 1, .as.real = TABLE_VALUE(p, i)};
    rot_status status = o->add_row(o, 5, cells, 2);
    if (status != ROT_OK) return status;
  }
  return ROT_OK;
}

static void prober_end(prober *p) {
  free(p->times);
  free(p->values);
}

static int64_t look_back(const rot_value *parameters) { return LOOK_BACK_ROWS(parameters[0].as.integer); }

static rot_status whole(prober *p, const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  int64_t rows = rot_output_rows(f);
  layout l;
  prober_layout(&l, e->input_roles, e->input_count);
  double *out = e->outputs->new_series(e->outputs, 0, rows, NULL);
  if (!out) return ROT_ERR_OUTPUT;
  double row[64], ignored;
  for (int64_t i = 0; i < f->row_count; i++) {
    for (uint32_t c = 0; c < f->column_count && c < 64; c++) row[c] = f->columns[c][i];
    int64_t at = i - f->warm_up_rows;
    if (!prober_step(p, f->time_ns[i], row, &l, at >= 0, at >= 0 ? &out[at] : &ignored))
      return ROT_ERR_MEMORY;
  }
  AFTER_BATCH(e, p, out, rows);
  return prober_report(p, e->outputs);
}

static rot_status evaluate(const rot_evaluation *e) {
  FIRST(e);
  if (rot_output_rows(e->frame) < LEAST_ROWS) return e->host->fail(e->host, ROT_ERR_TOO_FEW, TOO_FEW_WORDS);
  BEFORE_BATCH(e);
  prober p;
  prober_begin(&p);
  rot_status status = whole(&p, e);
  prober_end(&p);
  return status;
}

static rot_status open_stream(const rot_evaluation *e, void **state) {
  stream *s = calloc(1, sizeof *s);
  if (!s) return ROT_ERR_MEMORY;
  prober_begin(&s->p);
  prober_layout(&s->l, e->input_roles, e->input_count);
  double row[64], ignored;
  for (int64_t i = 0; e->frame && i < e->frame->row_count; i++) {
    for (uint32_t c = 0; c < e->frame->column_count && c < 64; c++) row[c] = e->frame->columns[c][i];
    prober_step(&s->p, e->frame->time_ns[i], row, &s->l, 0, &ignored);
  }
  AFTER_OPEN(e, s);
  *state = s;
  return ROT_OK;
}

static rot_status update(void *state, const rot_update *u) {
  stream *s = state;
  BEFORE_UPDATE(s, u);
  return prober_step(&s->p, u->time_ns, u->row, &s->l, u->row_index >= 0, u->series) ? ROT_OK
                                                                                    : ROT_ERR_MEMORY;
}

static rot_status peek(const void *state, const rot_update *u) {
  const stream *s = state;
  prober copy = s->p;
  u->series[0] = value(&copy, u->row, &s->l);
  AFTER_PEEK(s, u);
  return ROT_OK;
}

static rot_status snapshot(const void *state, const rot_outputs *o) {
  const stream *s = state;
  prober now = s->p;
  SNAPSHOT_VALUE(now);
  rot_status status = prober_report(&now, o);
  AFTER_SNAPSHOT(s);
  return status;
}

static void close_stream(void *state) {
  stream *s = state;
  CLOSE(s);
  prober_end(&s->p);
  free(s);
}

static const rot_indicator indicator = {
  .struct_size = sizeof(rot_indicator), .flags = FLAGS,
  .id = ID, .version = VERSION, .summary = SUMMARY, .documentation = DOCUMENTATION,
  ROT_INPUTS(ROT_INPUT(.role = ROLE, .doc = ROLE_DOC, .default_series = SERIES, .demo_series = DEMO),
             ROT_INPUT(.role = "driver", .doc = "prices", .default_series = "SPY",
                       .transform = ROT_TRANSFORM_LOG),
             ROT_INPUT(.role = "spread", .doc = "yields", .default_series = "DGS10",
                       .transform = ROT_TRANSFORM_DIFFERENCE),
             ROT_INPUT(.role = "extra", .doc = "levels", .flags = ROT_OPTIONAL),
             ROT_INPUT(.role = "basket", .doc = "levels", .flags = ROT_REPEATED | ROT_OPTIONAL,
                       .maximum_count = 4)),
  ROT_PARAMETERS(
    ROT_PARAMETER(.name = PARAMETER, .type = ROT_INTEGER, .default_text = "20", WINDOW_LIMITS,
                  .unit = UNIT, .doc = PARAMETER_DOC),
    ROT_PARAMETER(.name = "mode", .type = ROT_CHOICE, .default_text = "plain", ROT_CHOICES(MODES),
                  .doc = "nothing changes with it"),
    ROT_PARAMETER(.name = "weights", .type = ROT_REAL | ROT_LIST, .default_text = "1,2", .minimum = 0,
                  .maximum = 10, .doc = "nothing changes with them"),
    ROT_PARAMETER(.name = "day", .type = ROT_DATE, .default_text = "2020-01-01",
                  .doc = "nothing changes with it") TEXT_PARAMETER),
  ROT_OUTPUTS(
    ROT_SERIES(.name = OUTPUT, .flags = SERIES_FLAGS, .doc = OUTPUT_DOC),
    ROT_SCALAR(.name = "n", .type = ROT_INTEGER, .doc = "rows that miss nothing"),
    ROT_SCALAR(.name = "latest", .type = ROT_REAL, .doc = "at the last row"),
    ROT_SCALAR(.name = "p_value", .type = ROT_REAL, .flags = P_FLAGS, .doc = "that all is noise"),
    ROT_SCALAR(.name = "verdict", .type = ROT_TEXT, .doc = "in words"),
    ROT_TABLE(.name = "records", .doc = "largest values so far, oldest first", ROT_COLUMNS(
      ROT_COLUMN(.name = "time", .type = ROT_TIME, .flags = ROT_CAUSAL, .doc = COLUMN_DOC),
      ROT_COLUMN(.name = "value", .type = ROT_REAL, .flags = ROT_CAUSAL, .doc = "the value")))),
  .alignments = ALIGNMENTS, .default_alignment = ROT_ALIGN_INNER,
  .look_back = look_back, .evaluate = evaluate, .open = open_stream, .update = update, .peek = peek,
  .snapshot = snapshot, .close = close_stream,
};

ENTRY("prober", "1.0.0", &indicator)
