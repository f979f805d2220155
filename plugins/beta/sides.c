/*
 * sides.c - the beta of rising and of falling markets: Ang, Chen & Xing, Downside Risk, Review of
 * Financial Studies 19 (2006), who part the days at the factor's mean.
 */
#include <math.h>

#include "beta.h"

/* The factor's mean over the rows that have both. */
static double mean_of(const double *target, const double *factor, int64_t count) {
  return parts_pair_sums(factor, target, count).mean_x;
}

/* The factor where it is on that side of `mean`, NaN elsewhere; answers the slope on it. */
static double slope(const double *target, const double *factor, int64_t count, double mean,
                    double sign, double *masked, int64_t *n) {
  for (int64_t t = 0; t < count; t++)
    masked[t] = sign * (factor[t] - mean) > 0 ? factor[t] : NAN;
  parts_pairs p = parts_pair_sums(masked, target, count);
  *n = p.n;
  return p.n >= SIDE_ROWS && p.xx > 0 ? p.xy / p.xx : NAN;
}

sides beta_by_side(const double *target, const double *factor, int64_t count, double *work) {
  sides found;
  double mean = mean_of(target, factor, count);
  found.up = slope(target, factor, count, mean, 1, work, &found.n_up);
  found.down = slope(target, factor, count, mean, -1, work, &found.n_down);
  return found;
}

double beta_p(const state *s, double b, double error, int64_t degrees) {
  double p = NAN;
  if (!(error > 0) || degrees < 1) return NAN;
  s->statistics->distribution(ROT_STUDENT, ROT_SURVIVAL, fabs(b / error), (double)degrees, 0, &p);
  return 2 * p < 1 ? 2 * p : 1;
}

/* With x = factor - mean and d = 1 where x > 0, the coefficient of d x in the regression on x, d and
   d x is the slope above less the slope below, to the last term. */
double beta_side_p(const state *s, const double *target, const double *factor, int64_t count,
                   double *work) {
  double mean = mean_of(target, factor, count);
  double *x = work, *d = work + count, *dx = work + 2 * count;
  for (int64_t t = 0; t < count; t++) {
    x[t] = factor[t] - mean;
    d[t] = x[t] > 0;
    dx[t] = d[t] * x[t];
  }
  const double *columns[] = {target, x, d, dx};
  parts_fit fit;
  parts_least_squares(columns, count, 3, s->lags, work + 3 * count, &fit);
  return beta_p(s, fit.b[3], fit.error[3], fit.rows - 4);
}
