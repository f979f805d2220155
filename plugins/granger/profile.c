/*
 * profile.c - which of the past bars it is that helps, and with which sign.
 */
#include <math.h>

#include "granger.h"

/* Newey & West, Rev. Econ. Stud. 61 (1994), section 4: 4 (n / 100)^(2/9). */
static int64_t newey_west_lags(int64_t rows) {
  return (int64_t)(4 * pow((double)rows / 100, 2.0 / 9.0));
}

/* out_t = leg_{t-lag}, missing where that is before the first row. */
static void shift(const double *leg, int64_t count, int64_t lag, double *out) {
  for (int64_t t = 0; t < count; t++) out[t] = t < lag ? NAN : leg[t - lag];
}

/* The regression of d->to on its own past and that of d->from; rows of the table from `row` on. */
static rot_status report_direction(const question *q, int which, int64_t row, void **columns) {
  const direction *d = &q->directions[which];
  int64_t lags = d->answer.lags, size = 2 * lags + 1;
  double *past = parts_memory(q->e, 2 * lags * q->count, sizeof(double));
  double *coefficients = parts_memory(q->e, 3 * size, sizeof(double));
  if (!past || !coefficients) return ROT_ERR_MEMORY;
  double *errors = coefficients + size, *p = errors + size;
  for (int64_t k = 1; k <= lags; k++) {
    shift(d->to->values, q->count, k, past + (k - 1) * q->count);
    shift(d->from->values, q->count, k, past + (lags + k - 1) * q->count);
  }
  rot_regression fit = {.struct_size = sizeof fit};
  rot_status status = q->s->least_squares(d->to->values, q->count, past, 2 * lags, 0,
                                          newey_west_lags(d->answer.rows), &fit, coefficients,
                                          errors, p);
  if (status != ROT_OK) return status;
  for (int64_t k = 1; k <= lags; k++, row++) {
    ((int64_t *)columns[0])[row] = which;
    ((int64_t *)columns[1])[row] = k;
    ((double *)columns[2])[row] = coefficients[lags + k];
    ((double *)columns[3])[row] = errors[lags + k];
    ((double *)columns[4])[row] = p[lags + k];
  }
  return ROT_OK;
}

rot_status granger_report_profile(const question *q) {
  void *columns[5]; /* direction, lag, coefficient, error, p_pointwise */
  int64_t leading = q->directions[LEAD].answer.lags;
  rot_status status = q->e->outputs->new_table(
    q->e->outputs, PROFILE, leading + q->directions[FOLLOW].answer.lags, columns);
  if (status == ROT_OK) status = report_direction(q, LEAD, 0, columns);
  return status == ROT_OK ? report_direction(q, FOLLOW, leading, columns) : status;
}
