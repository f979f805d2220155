/*
 * regression.c - least squares by orthogonal columns. The normal equations would square the design's
 * condition; modified Gram-Schmidt done twice does not (Giraud, Langou & Rozloznik, Computers &
 * Mathematics with Applications 50, 2005), and gives Q, which the Newey-West sandwich wants.
 */
#include <math.h>

#include "streaming_parts.h"

static double dot(const double *a, const double *b, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/* The rows that miss nothing, one column after the other; answers how many. */
static int64_t complete(const double *const *columns, int64_t count, int64_t factors, double *out) {
  int64_t n = 0;
  for (int64_t i = 0; i < count; i++) {
    int whole = 1;
    for (int64_t k = 0; k <= factors; k++) whole &= !isnan(columns[k][i]);
    if (!whole) continue;
    for (int64_t k = 0; k <= factors; k++) out[k * count + n] = columns[k][i];
    n++;
  }
  return n;
}

/* Takes the mean out, relative to the first value, and answers it as anchor + offset. */
static double centre(double *x, int64_t n) {
  double anchor = x[0], sum = 0, rest = 0;
  for (int64_t i = 0; i < n; i++) x[i] -= anchor, sum += x[i];
  double offset = sum / (double)n;
  for (int64_t i = 0; i < n; i++) x[i] -= offset, rest += x[i];
  rest /= (double)n;
  for (int64_t i = 0; i < n; i++) x[i] -= rest;
  return anchor + (offset + rest);
}

/* Takes the first `before` unit columns of q out of v, twice; adds the parts to r. */
static void orthogonalise(double *v, const double *q, int64_t stride, int64_t before, int64_t n,
                          double *r) {
  for (int pass = 0; pass < 2; pass++)
    for (int64_t i = 0; i < before; i++) {
      const double *u = q + i * stride;
      double part = dot(u, v, n);
      for (int64_t t = 0; t < n; t++) v[t] -= part * u[t];
      r[i] += part;
    }
}

/* Sum of h squared, and of its lagged products by Bartlett's weights 1 - l / (lags + 1). */
static double long_run(const double *h, int64_t n, int64_t lags) {
  double sum = dot(h, h, n);
  for (int64_t l = 1; l <= lags && l < n; l++)
    sum += 2 * (1 - (double)l / (double)(lags + 1)) * dot(h + l, h, n - l);
  return sum > 0 ? sum : 0;
}

/* at[j][i], i <= j: column j of R. */
typedef struct triangle {
  double at[PARTS_FACTORS][PARTS_FACTORS];
} triangle;

/* x such that R x = y, in place; only the first `size` of y. */
static void back_substitute(const triangle *r, int64_t size, double *y) {
  for (int64_t i = size - 1; i >= 0; i--) {
    for (int64_t j = i + 1; j < size; j++) y[i] -= r->at[j][i] * y[j];
    y[i] /= r->at[i][i];
  }
}

/* Newey & West (Econometrica 55, 1987): with h_k(t) the part of row t in coefficient k's error, the
   variance is the long-run variance of h_k. No small-sample factor, as statsmodels' HAC. Rows of q
   become rows of (R^-1 Q^T)^T. */
static void sandwich(const triangle *r, double *q, const double *e, const double *mean,
                     int64_t stride, int64_t n, int64_t factors, double *h, parts_fit *fit) {
  for (int64_t t = 0; t < n; t++) {
    double a[PARTS_FACTORS], constant = 1 / (double)n;
    for (int64_t j = 0; j < factors; j++) a[j] = q[j * stride + t];
    back_substitute(r, factors, a);
    for (int64_t j = 0; j < factors; j++) q[j * stride + t] = a[j], constant -= mean[j + 1] * a[j];
    h[t] = e[t] * constant;
  }
  fit->error[0] = sqrt(long_run(h, n, fit->lags));
  for (int64_t k = 1; k <= factors; k++) {
    for (int64_t t = 0; t < n; t++) h[t] = e[t] * q[(k - 1) * stride + t];
    fit->error[k] = sqrt(long_run(h, n, fit->lags));
  }
}

void parts_least_squares(const double *const *columns, int64_t count, int64_t factors,
                         int64_t lags, double *work, parts_fit *fit) {
  triangle r = {{{0}}};
  double mean[PARTS_FACTORS + 1], part[PARTS_FACTORS] = {0};
  double *e = work, *q = work + count, *h = work + (factors + 1) * count;
  int64_t n = complete(columns, count, factors, work);
  *fit = (parts_fit){.rows = n, .r_squared = NAN};
  for (int64_t k = 0; k <= factors; k++) fit->b[k] = fit->error[k] = NAN;
  if (n < factors + 3) return;
  for (int64_t k = 0; k <= factors; k++) mean[k] = centre(work + k * count, n);
  double total = dot(e, e, n);
  for (int64_t j = 0; j < factors; j++) {
    double *v = q + j * count, whole = sqrt(dot(v, v, n));
    orthogonalise(v, q, count, j, n, r.at[j]);
    double length = r.at[j][j] = sqrt(dot(v, v, n));
    if (!(length > 1e-12 * whole)) return;
    for (int64_t t = 0; t < n; t++) v[t] /= length;
  }
  orthogonalise(e, q, count, factors, n, part);
  back_substitute(&r, factors, part);
  fit->b[0] = mean[0];
  for (int64_t j = 0; j < factors; j++) fit->b[j + 1] = part[j], fit->b[0] -= part[j] * mean[j + 1];
  fit->r_squared = total > 0 ? 1 - dot(e, e, n) / total : NAN;
  fit->lags = lags >= 0 ? lags : (int64_t)(4 * pow((double)n / 100, 2.0 / 9));
  sandwich(&r, q, e, mean, count, n, factors, h, fit);
}
