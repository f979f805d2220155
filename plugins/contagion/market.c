/*
 * market.c - the rows that all members have, their tails, and how turbulent each member was before.
 */
#include <inttypes.h>
#include <stdio.h>

#include "contagion.h"

/* RiskMetrics, 4th ed. (1996), for daily returns. */
static const double decay = 0.94;
/* Rows that begin the variance and are not judged. */
enum { RUN_IN = 20 };

static void copy_complete(market *m, const rot_frame *f) {
  int64_t kept = 0;
  for (int64_t i = f->warm_up_rows; i < f->row_count; i++) {
    int complete = 1;
    for (int64_t c = 0; c < m->members; c++) complete &= !isnan(f->columns[c][i]);
    if (complete) m->time_ns[kept++] = i;
  }
  m->rows = kept; /* known now, so that members stand close */
  for (int64_t t = 0; t < kept; t++) {
    int64_t i = m->time_ns[t];
    for (int64_t c = 0; c < m->members; c++) m->returns[c * kept + t] = f->columns[c][i];
    m->time_ns[t] = f->time_ns[i];
  }
}

/* The share 2 * tail of rows furthest from the median, by their side. */
static rot_status mark_tails(market *m, int64_t member) {
  const double *x = m->returns + member * m->rows;
  unsigned char *tail = m->tail + member * m->rows;
  double median, least, *size = m->work;
  rot_status status = m->s->quantile(x, m->rows, 0.5, &median);
  if (status != ROT_OK) return status;
  for (int64_t t = 0; t < m->rows; t++) size[t] = fabs(x[t] - median);
  status = m->s->quantile(size, m->rows, 1 - 2 * m->e->parameters[TAIL].as.real, &least);
  for (int64_t t = 0; t < m->rows; t++) {
    int is_big = size[t] >= least && size[t] > 0;
    tail[t] = !is_big ? NO_TAIL : x[t] < median ? DOWN : UP;
  }
  return status;
}

/* By the exponentially weighted variance of the rows before, so that no row picks itself. */
static rot_status mark_states(market *m, int64_t member) {
  const double *x = m->returns + member * m->rows;
  unsigned char *state = m->state + member * m->rows;
  double *variance = m->work, now = 0, least;
  for (int64_t t = 0; t < RUN_IN; t++) now += x[t] * x[t] / RUN_IN;
  for (int64_t t = RUN_IN; t < m->rows; t++) {
    variance[t] = now;
    now = decay * now + (1 - decay) * x[t] * x[t];
  }
  double share = m->e->parameters[TURBULENT].as.real;
  rot_status status = m->s->quantile(variance + RUN_IN, m->rows - RUN_IN, 1 - share, &least);
  for (int64_t t = RUN_IN; t < m->rows; t++)
    state[t] = variance[t] >= least ? TURBULENT_ROW : CALM_ROW;
  return status;
}

static rot_status refuse_few(const market *m) {
  char text[200];
  double tail = m->e->parameters[TAIL].as.real;
  int64_t least = (int64_t)ceil(5 / tail);
  if (least < 100) least = 100;
  if (m->rows >= least) return ROT_OK;
  snprintf(text, sizeof text, "%" PRId64 " rows that all members have are too few: tail=%g needs "
           "at least %" PRId64 "; widen the range or leave out the shortest member", m->rows, tail,
           least);
  return m->e->host->fail(m->e->host, ROT_ERR_TOO_FEW, text);
}

rot_status contagion_read_market(market *m, const rot_evaluation *e) {
  const rot_frame *f = e->frame;
  int64_t rows = rot_output_rows(f), members = e->input_count;
  *m = (market){.e = e, .s = parts_statistics(e), .members = members};
  if (!m->s) return ROT_ERR_UNSUPPORTED;
  m->time_ns = parts_memory(e, rows, sizeof *m->time_ns);
  m->returns = parts_memory(e, rows * members, sizeof *m->returns);
  m->tail = parts_memory(e, rows * members, 1);
  m->state = parts_memory(e, rows * members, 1);
  m->work = parts_memory(e, rows * 4, sizeof *m->work);
  if (!m->time_ns || !m->returns || !m->tail || !m->state || !m->work) return ROT_ERR_MEMORY;
  copy_complete(m, f);
  rot_status status = refuse_few(m);
  for (int64_t c = 0; c < members && status == ROT_OK; c++) {
    status = mark_tails(m, c);
    if (status == ROT_OK) status = mark_states(m, c);
  }
  return status;
}
