/*
 * pairs.c - exceedance and Forbes-Rigobon correlations of each pair, and their intervals.
 *
 * The same function estimates from the rows as they are and from the rows of a resample; a row
 * takes its tail and its state with it, so that thresholds are those of the sample.
 */
#include "contagion.h"

/* In a resample a tail may hold fewer; two points are no correlation. */
enum { LEAST_RESAMPLED = 3 };

/* Which subsample a row belongs to. */
typedef int (*belongs)(const market *m, int64_t first, int64_t second, int64_t row);

static int both_down(const market *m, int64_t first, int64_t second, int64_t row) {
  return m->tail[first * m->rows + row] == DOWN && m->tail[second * m->rows + row] == DOWN;
}

static int both_up(const market *m, int64_t first, int64_t second, int64_t row) {
  return m->tail[first * m->rows + row] == UP && m->tail[second * m->rows + row] == UP;
}

static int source_calm(const market *m, int64_t first, int64_t second, int64_t row) {
  (void)second;
  return m->state[first * m->rows + row] == CALM_ROW;
}

static int source_turbulent(const market *m, int64_t first, int64_t second, int64_t row) {
  (void)second;
  return m->state[first * m->rows + row] == TURBULENT_ROW;
}

/* The correlation of a subsample, the first member's variance in it, and how many rows it has. */
static rot_status correlate(const market *m, int64_t first, int64_t second, const int64_t *rows,
                            belongs member, int64_t least, double *correlation, double *variance,
                            int64_t *count) {
  double *x = m->work, *y = m->work + m->rows;
  int64_t n = 0;
  *correlation = *variance = NAN;
  for (int64_t i = 0; i < m->rows; i++) {
    if (!member(m, first, second, rows[i])) continue;
    x[n] = m->returns[first * m->rows + rows[i]];
    y[n++] = m->returns[second * m->rows + rows[i]];
  }
  *count = n;
  if (n < least) return ROT_OK;
  rot_status status = m->s->correlation(x, y, n, correlation);
  return status == ROT_OK ? m->s->variance(x, n, 1, variance) : status;
}

rot_status contagion_pair(const market *m, int64_t first, int64_t second, const int64_t *rows,
                          int64_t least, pair *p) {
  double unused, calm = NAN, turbulent = NAN;
  rot_status status = correlate(m, first, second, rows, both_down, least, &p->downside, &unused,
                                &p->downs);
  if (status == ROT_OK)
    status = correlate(m, first, second, rows, both_up, least, &p->upside, &unused, &p->ups);
  if (status == ROT_OK)
    status = correlate(m, first, second, rows, source_calm, least, &p->calm, &calm, &p->calms);
  if (status == ROT_OK)
    status = correlate(m, first, second, rows, source_turbulent, least, &p->turbulent, &turbulent,
                       &p->turbulents);
  p->delta = turbulent / calm - 1;
  p->adjusted = p->turbulent / sqrt(1 + p->delta * (1 - p->turbulent * p->turbulent));
  return status;
}

/* Sums of what the pairs with both of two sides have, so that a mean difference is the difference
   of the means. */
typedef struct side_sums { double first, second, third; int64_t count; } side_sums;

static void add(side_sums *s, double first, double second, double third) {
  if (isnan(first) || isnan(second) || isnan(third)) return;
  s->first += first, s->second += second, s->third += third, s->count++;
}

static double mean(double sum, int64_t count) { return count ? sum / (double)count : NAN; }

static rot_status average(const market *m, const int64_t *rows, int64_t least, found *f) {
  side_sums tails = {0, 0, 0, 0}, states = {0, 0, 0, 0};
  for (int64_t i = 0; i < m->members; i++) {
    for (int64_t j = i + 1; j < m->members; j++) {
      pair p;
      rot_status status = contagion_pair(m, i, j, rows, least, &p);
      if (status != ROT_OK) return status;
      add(&tails, p.downside, p.upside, 0);
      add(&states, p.calm, p.turbulent, p.adjusted);
    }
  }
  f->downside = mean(tails.first, tails.count), f->upside = mean(tails.second, tails.count);
  f->calm = mean(states.first, states.count), f->turbulent = mean(states.second, states.count);
  f->adjusted = mean(states.third, states.count);
  f->difference.value = f->downside - f->upside, f->excess.value = f->adjusted - f->calm;
  return ROT_OK;
}

/* The middle `confidence` of the resamples, where at least half of them have a value. */
static rot_status interval(const market *m, const double *values, int64_t resamples, span *s) {
  double alpha = 1 - m->e->parameters[CONFIDENCE].as.real;
  int64_t told = 0;
  s->low = s->high = NAN;
  for (int64_t b = 0; b < resamples; b++) told += !isnan(values[b]);
  if (isnan(s->value) || 2 * told < resamples) return ROT_OK;
  rot_status status = m->s->quantile(values, resamples, alpha / 2, &s->low);
  return status == ROT_OK ? m->s->quantile(values, resamples, 1 - alpha / 2, &s->high) : status;
}

rot_status contagion_pairs(const market *m, found *f) {
  const rot_evaluation *e = m->e;
  int64_t resamples = e->parameters[RESAMPLES].as.integer;
  int64_t *rows = parts_memory(e, m->rows, sizeof *rows);
  double *difference = parts_memory(e, resamples, sizeof *difference);
  double *excess = parts_memory(e, resamples, sizeof *excess);
  if (!rows || !difference || !excess) return ROT_ERR_MEMORY;
  for (int64_t t = 0; t < m->rows; t++) rows[t] = t;
  rot_status status = average(m, rows, LEAST_JOINT, f);
  /* The rate n^(1/3) of Politis & Romano (1994). */
  f->block_length = ceil(cbrt((double)m->rows));
  for (int64_t b = 0; b < resamples && status == ROT_OK; b++) {
    found g = {.difference = {NAN, NAN, NAN}, .excess = {NAN, NAN, NAN}};
    if (e->host->progress(e->host, (double)b / (double)resamples)) return ROT_ERR_CANCELLED;
    status = m->s->bootstrap_rows(ROT_BLOCKS_STATIONARY, f->block_length, e->seed, b, m->rows, rows);
    if (status == ROT_OK) status = average(m, rows, LEAST_RESAMPLED, &g);
    difference[b] = g.difference.value, excess[b] = g.excess.value;
  }
  if (status == ROT_OK) status = interval(m, difference, resamples, &f->difference);
  return status == ROT_OK ? interval(m, excess, resamples, &f->excess) : status;
}
