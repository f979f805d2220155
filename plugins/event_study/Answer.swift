import RothostIndicatorParts
import RothostPluginKit

/// What all horizons together say.
struct Answer: Sendable {
  let study: Study
  let summaries: [Summary]

  private func horizons(_ sample: Sample) -> [Summary] {
    summaries.filter { $0.sample == sample }
  }

  /// The horizon of the smallest p with all events; the first where no p is known.
  var best: Summary {
    let all = horizons(.all)
    return all.min { ($0.pValue ?? 2) < ($1.pValue ?? 2) } ?? all[0]
  }

  /// The smallest p of a sample times the number of its horizons (Bonferroni).
  func adjusted(_ sample: Sample, _ p: (Summary) -> Double?) -> Double? {
    let known = horizons(sample).compactMap(p)
    return known.min().map { min(1, $0 * Double(known.count)) }
  }

  var verdict: String {
    let best = best
    guard let mean = best.mean, let floor = best.smallestPSign else {
      return "\(Words.count(study.events.count, "event")), none with a complete horizon: nothing "
        + "to judge yet"
    }
    var text =
      "\(best.hits) of \(best.count) rose over \(best.horizon) days, mean \(Words.percent(mean)), "
    if let all = best.allMean { text += "all dates \(Words.percent(all)): " }
    if floor > 0.05 {
      text +=
        "n = \(best.count) proves nothing, as even a rise after every event would give "
        + Words.probability(floor)
    } else if let p = adjusted(.all, { $0.pValue }) {
      text += p <= 0.05 ? "unlike random dates" : "no different from random dates"
      text += " (\(Words.probability(p)) over all horizons)"
    } else {
      text += "no random dates to compare with"
    }
    return text + "; " + withoutConfounders
  }

  private var withoutConfounders: String {
    let confounded = study.events.count { $0.isConfounded }
    if confounded == 0 { return "no event is confounded" }
    let left = study.events.count - confounded
    if left == 0 { return "all of them are confounded" }
    let p = adjusted(.unconfounded) { $0.pValue }.map { " (\(Words.probability($0)))" } ?? ""
    return "without \(confounded) confounded n = \(left)\(p)"
  }
}
