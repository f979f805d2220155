/*
 * joint.c - the rows on which all members fall hard: how many, by chance how many, and when.
 *
 * Members that are volatile at the same time move much on the same days even if their directions
 * have nothing to do with each other. So the test takes the sizes as given: of the rows on which
 * all moved much, how many go down together, where each goes down by a coin of its own?
 */
#include "contagion.h"

static int all_in(const market *m, int64_t row, unsigned char tail) {
  for (int64_t c = 0; c < m->members; c++)
    if (m->tail[c * m->rows + row] != tail) return 0;
  return 1;
}

static int all_big(const market *m, int64_t row) {
  for (int64_t c = 0; c < m->members; c++)
    if (m->tail[c * m->rows + row] == NO_TAIL) return 0;
  return 1;
}

rot_status contagion_joint(const market *m, found *f) {
  double together = 1, coin = 1; /* chances of a joint fall: of any row, of a row of big moves */
  f->joint = f->joint_up = f->big = 0;
  for (int64_t t = 0; t < m->rows; t++) {
    f->joint += all_in(m, t, DOWN);
    f->joint_up += all_in(m, t, UP);
    f->big += all_big(m, t);
  }
  for (int64_t c = 0; c < m->members; c++) {
    int64_t falls = 0, moves = 0;
    for (int64_t t = 0; t < m->rows; t++) {
      falls += m->tail[c * m->rows + t] == DOWN;
      moves += m->tail[c * m->rows + t] != NO_TAIL;
    }
    together *= (double)falls / (double)m->rows;
    coin *= moves ? (double)falls / (double)moves : NAN;
  }
  f->expected = together * (double)m->rows;
  f->expected_given_sizes = coin * (double)f->big;
  f->p_value = NAN;
  if (isnan(coin) || f->big == 0) return ROT_OK;
  f->p_value = 1;
  if (f->joint == 0) return ROT_OK;
  return m->s->distribution(ROT_BINOMIAL, ROT_SURVIVAL, (double)(f->joint - 1), (double)f->big,
                            coin, &f->p_value);
}

static void measure(const market *m, sell_off *s, int64_t first, int64_t last) {
  s->mean = 0, s->worst = INFINITY;
  s->time_ns = m->time_ns[first], s->end_ns = m->time_ns[last];
  for (int64_t c = 0; c < m->members; c++) {
    double sum = 0;
    for (int64_t t = first; t <= last; t++) sum += m->returns[c * m->rows + t];
    s->mean += sum / (double)m->members;
    if (sum < s->worst) s->worst = sum, s->worst_member = c;
  }
}

int64_t contagion_sell_offs(const market *m, sell_off *list) {
  int64_t gap = m->e->parameters[GAP].as.integer, count = 0, first = 0, last = -1;
  for (int64_t t = 0; t < m->rows; t++) {
    if (!all_in(m, t, DOWN)) continue;
    if (last < 0 || t - last > gap) {
      first = t;
      list[count++].days = 0;
    }
    last = t;
    list[count - 1].days++;
    measure(m, &list[count - 1], first, last);
  }
  return count;
}
