import RothostSeries

/// The lead–lag ratio of a correlation profile over -L…L: Σ_{ℓ>0} ρ²(ℓ) / Σ_{ℓ<0} ρ²(ℓ).
///
/// Huth & Abergel, J. Empirical Finance 26 (2014): above 1, x leads more than it follows. Lags whose
/// correlation is NaN are left out together with their mirror image. NaN when nothing follows.
/// Throws `.argument` for an even number of values. O(L).
public func leadLagRatio(_ profile: Span<Double>) throws(RothostError) -> Double {
  guard profile.count % 2 == 1 else {
    throw RothostError(
      .argument, "a profile over -L…L has 2L + 1 values, this one \(profile.count)")
  }
  let zero = profile.count / 2
  var (lead, follow) = (0.0, 0.0)
  for lag in stride(from: 1, through: zero, by: 1) {
    let (ahead, behind) = (profile[zero + lag], profile[zero - lag])
    if ahead.isNaN || behind.isNaN { continue }
    lead += ahead * ahead
    follow += behind * behind
  }
  return follow > 0 ? lead / follow : .nan
}
