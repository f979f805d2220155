"""Values of Tests/RothostPluginKitTests/StatisticsTests.swift by scipy, statsmodels and pandas.

    python tools/references/kit_statistics.py

The legs are sums of sines, so that Swift makes the same doubles (to the last bit or two).
"""

import numpy as np
import pandas as pd
import scipy.stats as st
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests
from statsmodels.tsa.stattools import adfuller, coint, grangercausalitytests

i = np.arange(80)
x = np.sin(1.3 * i) + 0.5 * np.sin(0.7 * i * i)
y = 0.4 * np.roll(x, 2) + np.sin(2.1 * i + 0.3 * i * i)
y[:2] = 0.25
walk = np.cumsum(x)
X, Y = pd.Series(x), pd.Series(y)


def show(name, *values):
    print(name, ", ".join(repr(float(v)) for v in values))


show("mean, variance", x.mean(), x.var(ddof=1))
show("skewness", st.skew(x), st.skew(x, bias=False))
show("kurtosis", st.kurtosis(x), st.kurtosis(x, bias=False))
show("quantile 0.3", np.quantile(x, 0.3))
show("ranks 0, 79", *st.rankdata(x)[[0, 79]])
show("covariance", np.cov(x, y)[0, 1])
show("pearson, spearman, kendall", st.pearsonr(x, y)[0], st.spearmanr(x, y)[0], st.kendalltau(x, y)[0])
a = x - x.mean()
show("autocorrelation 3", a[3:] @ a[:-3] / (a @ a))
profile = np.array([np.corrcoef(x[max(0, -k):80 - max(0, k)], y[max(0, k):80 - max(0, -k)])[0, 1] for k in range(-3, 4)])
show("profile", *profile)
show("ratio", (profile[4:] ** 2).sum() / (profile[:3] ** 2).sum())
r, s = X.rolling(10), Y.rolling(10)
show("rolling mean, variance, z", r.mean()[50], r.var()[50], (x[50] - r.mean()[50]) / r.std()[50])
show("rolling min, max, quantile", r.min()[50], r.max()[50], r.quantile(0.3)[50])
show("rolling covariance, correlation", r.cov(Y)[50], r.corr(Y)[50])
show("rolling beta of y on x", r.cov(Y)[50] / r.var()[50])
show("rolling spearman", st.spearmanr(x[41:51], y[41:51])[0])
show("exponential mean, variance", X.ewm(span=8).mean()[50], X.ewm(span=8).var()[50])
fit = sm.OLS(y, sm.add_constant(np.column_stack([x, walk]))).fit()
hac = fit.get_robustcov_results("HAC", maxlags=3, use_correction=False, use_t=True)
show("ols", *fit.params, *fit.bse, *fit.pvalues, fit.rsquared, fit.ssr)
show("hac errors", *hac.bse)
show("granger x causes y, 2", *grangercausalitytests(np.column_stack([y, x]), [2])[2][0]["ssr_ftest"])
show("adf constant, 1 lag", *adfuller(walk, maxlag=1, autolag=None, regression="c")[:2])
show("engle granger, 1 lag", *coint(walk, np.cumsum(y), maxlag=1, autolag=None)[:2])
show("normal", st.norm.cdf(-1.2), st.norm.sf(9), st.norm.ppf(0.975))
show("student 5", st.t.cdf(1.1, 5), st.t.sf(1.1, 5), st.t.ppf(0.9, 5))
show("fisher 3, 7", st.f.cdf(2.5, 3, 7), st.f.sf(2.5, 3, 7), st.f.ppf(0.9, 3, 7))
show("chi squared 4", st.chi2.cdf(3, 4), st.chi2.sf(3, 4), st.chi2.ppf(0.9, 4))
show("binomial 20, 0.3", st.binom.cdf(4, 20, 0.3), st.binom.sf(4, 20, 0.3), st.binom.ppf(0.9, 20, 0.3))
p = [0.01, 0.04, 0.03, 0.005]
show("holm", *multipletests(p, method="holm")[1])
show("benjamini hochberg", *multipletests(p, method="fdr_bh")[1])
