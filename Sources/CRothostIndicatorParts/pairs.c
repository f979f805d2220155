/*
 * pairs.c - two legs about their means: one pass for these, one for the sums (Chan, Golub & LeVeque,
 * The American Statistician 37, 1983, for the correction by what rounding left of the mean).
 */
#include <math.h>

#include "streaming_parts.h"

parts_pairs parts_pair_sums(const double *x, const double *y, int64_t count) {
  parts_pairs p = {.mean_x = NAN, .mean_y = NAN};
  double anchor_x = 0, anchor_y = 0, sum_x = 0, sum_y = 0;
  for (int64_t i = 0; i < count; i++) {
    if (isnan(x[i]) || isnan(y[i])) continue;
    if (p.n == 0) anchor_x = x[i], anchor_y = y[i];
    sum_x += x[i] - anchor_x, sum_y += y[i] - anchor_y;
    p.n++;
  }
  if (p.n == 0) return p;
  double n = (double)p.n, offset_x = sum_x / n, offset_y = sum_y / n, rest_x = 0, rest_y = 0;
  for (int64_t i = 0; i < count; i++) {
    if (isnan(x[i]) || isnan(y[i])) continue;
    double a = (x[i] - anchor_x) - offset_x, b = (y[i] - anchor_y) - offset_y;
    p.xx += a * a, p.yy += b * b, p.xy += a * b;
    rest_x += a, rest_y += b;
  }
  p.mean_x = anchor_x + (offset_x + rest_x / n), p.mean_y = anchor_y + (offset_y + rest_y / n);
  p.xx -= rest_x * rest_x / n, p.yy -= rest_y * rest_y / n, p.xy -= rest_x * rest_y / n;
  return p;
}

double parts_correlation(double xx, double yy, double xy) {
  if (!(xx > 0) || !(yy > 0)) return NAN;
  double r = xy / (sqrt(xx) * sqrt(yy));
  return r > 1 ? 1 : r < -1 ? -1 : r;
}
