"""The statistics table on numpy arrays: what indicators use, from Python.

Arrays that are contiguous float64 are read in place, others copied; the interpreter lock is free
while a function runs. NaN is missing: pairs (or values) with one are left out. Undefined answers
(a constant leg, an empty window) are NaN; an infinity raises InputError; too few values for the
question raise TooFewError. Formulas and sources: docs/STATISTICS.md.
"""

from ._changes import CorrelationChange, correlation_change_test, correlation_changes
from ._lags import (
    HayashiYoshida,
    LagInterval,
    LeadLagTest,
    cross_correlation,
    cross_correlations,
    hayashi_yoshida,
    hayashi_yoshida_interval,
    hayashi_yoshida_test,
    lead_lag_interval,
    lead_lag_ratio,
    lead_lag_test,
)  # fmt: skip
from ._moments import (
    autocorrelation,
    correlation,
    covariance,
    kendall,
    kurtosis,
    mean,
    quantile,
    ranks,
    skewness,
    spearman,
    variance,
)  # fmt: skip
from ._probability import (
    Distribution,
    benjamini_hochberg,
    binomial,
    block_bootstrap,
    bootstrap_rows,
    chi_squared,
    fisher,
    holm,
    normal,
    student,
)  # fmt: skip
from ._regression import (
    Autoregression,
    GrangerTest,
    LagTest,
    Regression,
    adf,
    autoregression,
    engle_granger,
    granger,
    granger_test,
    ols,
)  # fmt: skip
from ._rolling import (
    ew_variance,
    ewma,
    rolling_beta,
    rolling_correlation,
    rolling_covariance,
    rolling_max,
    rolling_mean,
    rolling_min,
    rolling_quantile,
    rolling_spearman,
    rolling_variance,
    rolling_z_score,
)  # fmt: skip

__all__ = [
    "Autoregression", "CorrelationChange", "Distribution", "GrangerTest", "HayashiYoshida",
    "LagInterval", "LagTest", "LeadLagTest", "Regression", "adf", "autocorrelation",
    "autoregression", "benjamini_hochberg", "binomial", "block_bootstrap", "bootstrap_rows",
    "chi_squared", "correlation", "correlation_change_test", "correlation_changes", "covariance",
    "cross_correlation", "cross_correlations", "engle_granger", "ew_variance", "ewma", "fisher",
    "granger", "granger_test", "hayashi_yoshida", "hayashi_yoshida_interval", "hayashi_yoshida_test", "holm",
    "kendall", "kurtosis", "lead_lag_interval", "lead_lag_ratio", "lead_lag_test", "mean", "normal",
    "ols", "quantile", "ranks", "rolling_beta", "rolling_correlation", "rolling_covariance",
    "rolling_max", "rolling_mean", "rolling_min", "rolling_quantile", "rolling_spearman",
    "rolling_variance", "rolling_z_score", "skewness", "spearman", "student", "variance",
]  # fmt: skip
