/*
 * rothost/statistics.h - the statistics table, so that no plugin links or re-writes numerics.
 *
 *     const rot_statistics *s = e->host->extension(e->host, ROT_STATISTICS_ID);
 *
 * Every function may be called from any thread. Arrays are the caller's, `count` elements long,
 * and may not overlap an output. NaN is missing: pairs (or values) with a NaN are left out.
 * Undefined answers (a constant leg, an empty window) are NaN with ROT_OK; an infinity is
 * ROT_ERR_INPUT; too few values for the question is ROT_ERR_TOO_FEW. What can run long takes the
 * host, for progress and cancellation (NULL = neither). Formulas, sources and edges of each:
 * docs/STATISTICS.md. The table grows at its end: a function past struct_size is not there.
 */
#ifndef ROTHOST_STATISTICS_H
#define ROTHOST_STATISTICS_H

#include "rothost/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ROT_STATISTICS_ID "rothost.statistics/1"

#define ROT_CCF_OWN_SAMPLE 0u /* each lag over its own n-|l| pairs and their means */
#define ROT_CCF_BIASED 1u     /* means of the whole, divided by n */

#define ROT_LEAD_LAG_RAW 1u /* no AR fit: the legs are taken as residuals already */

/* What lead_lag_test and hayashi_yoshida_test answer. Lag l > 0: x leads y by l. */
typedef struct rot_lead_lag_answer {
  uint32_t struct_size, reserved;
  int64_t best_lag;       /* index into the scanned lags' order, as a lag: argmax |statistic| */
  int64_t best_lead;      /* the same among l > 0 */
  double best_statistic;  /* T at best_lag */
  double p_value;         /* family-wise over all lags: (1 + #{max|T*| >= max|T|}) / (B + 1) */
  double p_lead;          /* ... over l > 0 */
  double p_follow;        /* ... over l < 0 */
  int64_t n;              /* rows used, after the AR fits */
  int32_t order_x, order_y; /* AR orders chosen by AIC */
} rot_lead_lag_answer;

/* A joint block-bootstrap interval of the best lag among the family asked for. */
typedef struct rot_lag_interval {
  uint32_t struct_size, reserved;
  double low, high;       /* lags (native clocks: ns) */
  int64_t block_length;   /* rows, at least 2 * max_lag */
} rot_lag_interval;

typedef struct rot_statistics {
  uint32_t struct_size, reserved;

  rot_status (*mean)(const double *x, int64_t count, double *out);
  rot_status (*variance)(const double *x, int64_t count, int64_t ddof, double *out);
  rot_status (*correlation)(const double *x, const double *y, int64_t count, double *out);
  rot_status (*autocorrelation)(const double *x, int64_t count, int64_t lag, double *out);

  /* out[2 * max_lag + 1]: corr(x_t, y_{t+l}) for l = -max_lag ... max_lag. */
  rot_status (*cross_correlation)(const double *x, const double *y, int64_t count, int64_t max_lag,
                                  uint32_t flags, double *out);

  /* Huth & Abergel (2014): sum of rho^2 over l > 0 over that over l < 0; profile[2 * max_lag + 1]. */
  rot_status (*lead_lag_ratio)(const double *profile, int64_t max_lag, double *out);

  /* Hayashi-Yoshida on native clocks, at each of lags_ns: the covariance U and the correlation. */
  rot_status (*hayashi_yoshida)(const rot_host *host, const int64_t *x_time_ns, const double *x,
                                int64_t x_count, const int64_t *y_time_ns, const double *y,
                                int64_t y_count, const int64_t *lags_ns, int64_t lag_count,
                                double *covariance, double *correlation);

  /* The default null of docs/STATISTICS.md: AR residuals, studentised sums, wild bootstrap.
     statistic[2 * max_lag + 1] and p_pointwise[2 * max_lag + 1] may be NULL. */
  rot_status (*lead_lag_test)(const rot_host *host, const double *x, const double *y, int64_t count,
                              int64_t max_lag, int64_t resamples, uint64_t seed, uint32_t flags,
                              rot_lead_lag_answer *answer, double *statistic, double *p_pointwise);

  rot_status (*lead_lag_interval)(const rot_host *host, const double *x, const double *y,
                                  int64_t count, int64_t max_lag, int64_t resamples,
                                  double confidence, uint64_t seed, rot_lag_interval *interval);

  /* The same on native clocks. lags are lags_ns[lag_count], ascending; best_lag is in ns. */
  rot_status (*hayashi_yoshida_test)(const rot_host *host, const int64_t *x_time_ns, const double *x,
                                     int64_t x_count, const int64_t *y_time_ns, const double *y,
                                     int64_t y_count, const int64_t *lags_ns, int64_t lag_count,
                                     int64_t resamples, uint64_t seed, rot_lead_lag_answer *answer,
                                     double *statistic, double *p_pointwise);

  rot_status (*hayashi_yoshida_interval)(const rot_host *host, const int64_t *x_time_ns,
                                         const double *x, int64_t x_count, const int64_t *y_time_ns,
                                         const double *y, int64_t y_count, const int64_t *lags_ns,
                                         int64_t lag_count, int64_t resamples, double confidence,
                                         uint64_t seed, rot_lag_interval *interval);
} rot_statistics;

#ifdef __cplusplus
}
#endif

#endif
