/*
 * rothost/statistics.h - the statistics table, so that no plugin links or re-writes numerics.
 *
 *     const rot_statistics *s = e->host->extension(e->host, ROT_STATISTICS_ID);
 *
 * Every function may be called from any thread. Arrays are the caller's, `count` elements long,
 * and may not overlap an output. NaN is missing: pairs (or values) with a NaN are left out.
 * Undefined answers (a constant leg, an empty window) are NaN with ROT_OK; an infinity is
 * ROT_ERR_INPUT; too few values for the question is ROT_ERR_TOO_FEW. What can run long takes the
 * host, for progress, cancellation and the words of an error: the one of the call, NULL for none
 * of these, or a rot_host of the caller's own making, whose `context` is then NULL. Formulas, sources and edges of each:
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

/* Which lags compete for the best one. */
#define ROT_FAMILY_ALL 0u
#define ROT_FAMILY_LEAD 1u   /* l > 0 */
#define ROT_FAMILY_FOLLOW 2u /* l < 0 */

#define ROT_MOMENT_ADJUSTED 1u /* unbiased under normality (Joanes & Gill 1998) */

/* How many lags: this many, or the best of up to this many by Akaike's or Schwarz' criterion. */
#define ROT_LAGS_FIXED 0u
#define ROT_LAGS_AKAIKE 1u
#define ROT_LAGS_BAYES 2u

/* What a unit-root regression takes out. */
#define ROT_TREND_NONE 0u
#define ROT_TREND_CONSTANT 1u
#define ROT_TREND_LINEAR 2u /* a constant and a slope in time */

/* Distributions with their parameters a and b, and what is asked of one. */
#define ROT_NORMAL 0u      /* mean 0, variance 1; a and b unused */
#define ROT_STUDENT 1u     /* a degrees of freedom */
#define ROT_FISHER 2u      /* a over b degrees of freedom */
#define ROT_CHI_SQUARED 3u /* a degrees of freedom */
#define ROT_BINOMIAL 4u    /* a trials of chance b */
#define ROT_CUMULATIVE 0u  /* P(X <= x) */
#define ROT_SURVIVAL 1u    /* P(X > x), accurate in the far tail */
#define ROT_QUANTILE 2u    /* the least value whose P(X <= value) reaches x */

#define ROT_BLOCKS_CIRCULAR 0u   /* blocks of exactly that length */
#define ROT_BLOCKS_STATIONARY 1u /* blocks of geometric length with that mean */

#define ROT_REGRESSION_NO_INTERCEPT 1u

/* What least_squares answers beside the coefficients. */
typedef struct rot_regression {
  uint32_t struct_size, reserved;
  double residual_squares, r_squared;
  int64_t rows, degrees; /* complete rows; those less the coefficients */
} rot_regression;

/* What granger, augmented_dickey_fuller and engle_granger answer. */
typedef struct rot_lag_test {
  uint32_t struct_size, reserved;
  double statistic, p_value; /* Granger: F; the others: t of the lagged level, MacKinnon's p */
  int64_t lags, rows, degrees; /* degrees: of F's denominator, 0 for the others */
} rot_lag_test;

/* What correlation_change_test answers. */
typedef struct rot_correlation_change {
  uint32_t struct_size, reserved;
  double statistic; /* in the limit the supremum of a Brownian bridge: 5 % beyond 1.358 */
  double p_value;
  int64_t row;      /* the first row of the new regime, where the fluctuation is largest */
  int64_t n;        /* pairs used, after the AR fits */
  int64_t block_length; /* rows that share a sign in a resample */
} rot_correlation_change;

/* What granger_test answers. */
typedef struct rot_granger_answer {
  uint32_t struct_size, reserved;
  double p_value;                /* wild bootstrap, the order chosen again in each resample */
  double statistic, p_classical; /* F at the chosen order, and its textbook p */
  int64_t lags, rows, degrees;   /* of that F, as rot_lag_test */
  int64_t null_lags;             /* of y's own past, by which the resamples are made */
} rot_granger_answer;

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

  /* Moments and ranks of the values present. flags: 0 or ROT_MOMENT_ADJUSTED; kurtosis is excess.
     quantile: linear between order statistics; ranks: 1 = smallest, ties share their mean. */
  rot_status (*skewness)(const double *x, int64_t count, uint32_t flags, double *out);
  rot_status (*kurtosis)(const double *x, int64_t count, uint32_t flags, double *out);
  rot_status (*quantile)(const double *x, int64_t count, double q, double *out);
  rot_status (*ranks)(const double *x, int64_t count, double *out);
  rot_status (*covariance)(const double *x, const double *y, int64_t count, int64_t ddof,
                           double *out);
  rot_status (*spearman)(const double *x, const double *y, int64_t count, double *out);
  rot_status (*kendall)(const double *x, const double *y, int64_t count, double *out);

  /* Of the `window` rows ending at each row; out[count]. NaN where fewer than min_periods values
     (or pairs) are present; min_periods 0 is the window. No row looks ahead. */
  rot_status (*rolling_mean)(const double *x, int64_t count, int64_t window, int64_t min_periods,
                             double *out);
  rot_status (*rolling_variance)(const double *x, int64_t count, int64_t window,
                                 int64_t min_periods, int64_t ddof, double *out);
  rot_status (*rolling_z_score)(const double *x, int64_t count, int64_t window,
                                int64_t min_periods, double *out);
  rot_status (*rolling_minimum)(const double *x, int64_t count, int64_t window,
                                int64_t min_periods, double *out);
  rot_status (*rolling_maximum)(const double *x, int64_t count, int64_t window,
                                int64_t min_periods, double *out);
  rot_status (*rolling_quantile)(const double *x, int64_t count, int64_t window,
                                 int64_t min_periods, double q, double *out);
  rot_status (*rolling_covariance)(const double *x, const double *y, int64_t count, int64_t window,
                                   int64_t min_periods, int64_t ddof, double *out);
  rot_status (*rolling_correlation)(const double *x, const double *y, int64_t count,
                                    int64_t window, int64_t min_periods, double *out);
  /* The slope of y on x. */
  rot_status (*rolling_beta)(const double *y, const double *x, int64_t count, int64_t window,
                             int64_t min_periods, double *out);
  rot_status (*rolling_spearman)(const double *x, const double *y, int64_t count, int64_t window,
                                 int64_t min_periods, double *out);

  /* Exponential weights (1 - a)^age, a = 2 / (span + 1), over the values so far; out[count]. */
  rot_status (*exponential_mean)(const double *x, int64_t count, double span, double *out);
  rot_status (*exponential_variance)(const double *x, int64_t count, double span, double *out);

  /* AR by least squares, order by AIC up to max_order (-1: 10 log10 n); residuals[count]. */
  rot_status (*autoregression)(const double *x, int64_t count, int64_t max_order, int64_t *order,
                               double *residuals);

  /* y on the columns of x (one after the other, count values each) and a constant, which comes
     first unless flags has ROT_REGRESSION_NO_INTERCEPT. newey_west_lags -1: classical errors.
     coefficients, standard_errors and p_values hold one number per coefficient. */
  rot_status (*least_squares)(const double *y, int64_t count, const double *x, int64_t columns,
                              uint32_t flags, int64_t newey_west_lags, rot_regression *answer,
                              double *coefficients, double *standard_errors, double *p_values);

  /* Does x help to predict y? lags and selection: ROT_LAGS_*. Legs must be stationary. */
  rot_status (*granger)(const double *x, const double *y, int64_t count, int64_t lags,
                        uint32_t selection, rot_lag_test *answer);
  /* A small p speaks against a random walk. lags -1: Akaike up to 12 (n / 100)^(1/4). */
  rot_status (*augmented_dickey_fuller)(const double *x, int64_t count, uint32_t trend,
                                        int64_t lags, uint32_t selection, rot_lag_test *answer);
  /* A small p speaks for cointegration. */
  rot_status (*engle_granger)(const double *y, const double *x, int64_t count, int64_t lags,
                              uint32_t selection, rot_lag_test *answer);

  /* question: ROT_CUMULATIVE, ROT_SURVIVAL or ROT_QUANTILE of the distribution at x. */
  rot_status (*distribution)(uint32_t distribution, uint32_t question, double x, double a,
                             double b, double *out);

  /* Adjusted p-values; NaN was not tested and is not counted. out[count]. */
  rot_status (*holm)(const double *p, int64_t count, double *out);
  rot_status (*benjamini_hochberg)(const double *p, int64_t count, double *out);

  /* The rows that resample number `resample` of a series of `count` rows is made of: rows[count].
     The same in whatever order resamples are drawn. */
  rot_status (*bootstrap_rows)(uint32_t scheme, double block_length, uint64_t seed,
                               int64_t resample, int64_t count, int64_t *rows);

  /* Was the correlation constant (Wied, Kraemer & Dehling 2012)? Legs freed of memory and volatility,
     wild bootstrap by blocks. A change leaves minimum_rows pairs on either side. */
  rot_status (*correlation_change_test)(const rot_host *host, const double *x, const double *y,
                                        int64_t count, int64_t minimum_rows, int64_t resamples,
                                        uint64_t seed, rot_correlation_change *answer);
  /* Every change, by tested binary segmentation (Galeano & Wied 2014), in the order of rows: the
     first row of each new regime, its statistic and its p; *found of them. capacity: the room in the
     three arrays; count / minimum_rows always suffices. */
  rot_status (*correlation_changes)(const rot_host *host, const double *x, const double *y,
                                    int64_t count, int64_t minimum_rows, double confidence,
                                    int64_t resamples, uint64_t seed, int64_t capacity,
                                    int64_t *rows, double *statistics, double *p_values,
                                    int64_t *found);

  /* lead_lag_interval of the best lag among one family: ROT_FAMILY_*. */
  rot_status (*lead_lag_interval_among)(const rot_host *host, const double *x, const double *y,
                                        int64_t count, int64_t max_lag, uint32_t family,
                                        int64_t resamples, double confidence, uint64_t seed,
                                        rot_lag_interval *interval);

  /* granger with the order's choice and unequal volatility paid for. akaike[lags] and bayes[lags],
     the criteria of orders 1, 2, ... on the rows common to them, may be NULL. */
  rot_status (*granger_test)(const rot_host *host, const double *x, const double *y, int64_t count,
                             int64_t lags, uint32_t selection, int64_t resamples, uint64_t seed,
                             rot_granger_answer *answer, double *akaike, double *bayes);

  /* cross_correlation of every two of `series` series, values[t * row_stride + s * series_stride] for
     t < count: profiles of 2 * max_lag + 1 lags in the order (0, 1), (0, 2), ... (1, 2), ..., so
     out[series * (series - 1) / 2 * (2 * max_lag + 1)]. l > 0: the first leads. The same bits on any
     number of threads. */
  rot_status (*cross_correlations)(const double *values, int64_t count, int64_t series,
                                   int64_t row_stride, int64_t series_stride, int64_t max_lag,
                                   int64_t threads, double *out);
} rot_statistics;

#ifdef __cplusplus
}
#endif

#endif
