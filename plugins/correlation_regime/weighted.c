/*
 * weighted.c - exponentially weighted correlation: West's update (CACM 22, 1979) with weights that
 * decay per row, pandas' ewm(span, adjust=True).corr().
 */
#include <math.h>

#include "regime.h"

/* m += step, exact but for the last place of `low` (Knuth's TwoSum). */
static void move(mean *m, double step) {
  double sum = m->high + step, part = sum - m->high;
  m->low += (m->high - (sum - part)) + (step - part);
  m->high = sum;
}

void regime_weigh(weighted *w, double x, double y) {
  w->weight *= w->decay, w->squared_weight *= w->decay * w->decay;
  w->xx *= w->decay, w->yy *= w->decay, w->xy *= w->decay;
  if (isnan(x) || isnan(y)) return;
  if (w->n++ == 0) w->x = (mean){x, 0}, w->y = (mean){y, 0};
  double before = w->weight;
  w->weight += 1, w->squared_weight += 1;
  double a = (x - w->x.high) - w->x.low, b = (y - w->y.high) - w->y.low;
  double grow = before / w->weight;
  w->xx += grow * a * a, w->yy += grow * b * b, w->xy += grow * (a * b);
  move(&w->x, a / w->weight), move(&w->y, b / w->weight);
}

double regime_weighted_correlation(const weighted *w) {
  return parts_correlation(w->xx, w->yy, w->xy);
}

double regime_effective_count(const weighted *w) {
  return w->weight * w->weight / w->squared_weight;
}
