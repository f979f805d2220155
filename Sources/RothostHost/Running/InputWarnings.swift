import RothostCache
import RothostSeries

/// What the user should know of the inputs before believing an answer.
struct InputWarnings {
  let inputs: [BoundInput]

  func all() -> [String] {
    var warnings: [String] = []
    let synthetic = unique(inputs.filter(\.isSynthetic).map(\.name))
    if !synthetic.isEmpty {
      let names = synthetic.joined(separator: ", ")
      warnings.append(
        "\(names) \(synthetic.count == 1 ? "is" : "are") synthetic: the built-in demo market with "
          + "planted truths, not market data")
    }
    for input in inputs where input.isRevised {
      warnings.append(
        "\(input.name) is revised after its first publication: these are not the values known then")
    }
    for input in inputs { warnings.append(contentsOf: publicationWarning(input)) }
    warnings.append(contentsOf: dividendWarning())
    return unique(warnings)
  }

  /// A statistic without a delay would be known before it was published.
  private func publicationWarning(_ input: BoundInput) -> [String] {
    guard input.delay == nil, case .view(let view, _) = input.data else { return [] }
    let metadata = view.info.metadata
    guard metadata.releaseCode != nil || metadata.source == "fred" else { return [] }
    let remedy = "give one with --delay \(input.name)=DURATION"
    if metadata.releaseCode.flatMap(PublicationRule.standard(forCode:)) != nil {
      return ["\(input.name) is dated back by months and was never known in time; \(remedy)"]
    }
    return [
      "\(input.name) has no known publication delay and counts as known on its date; \(remedy)"
    ]
  }

  /// Returns of prices without dividends beside returns with them differ by the dividends.
  private func dividendWarning() -> [String] {
    let returns = inputs.filter { $0.transform == .log || $0.transform == .simple }
    guard let total = returns.first(where: { $0.column == Self.adjusted }),
      let price = returns.first(where: { $0.column == "close" && paysDividends($0) })
    else { return [] }
    return [
      "\(price.name):close is a price without dividends, \(total.name):\(Self.adjusted) is a total "
        + "return; use \(price.name):\(Self.adjusted) to compare like with like"
    ]
  }

  private static let adjusted = "adj_close"

  /// Adjusted closes fall below closes the further back the more was paid, so the first row tells.
  private func paysDividends(_ input: BoundInput) -> Bool {
    guard case .view(let view, let column) = input.data,
      let adjusted = view.info.columns.firstIndex(where: { $0.name == Self.adjusted }),
      view.rowCount > 0
    else { return false }
    let close = view.withColumn(column) { $0[0] }
    return view.withColumn(adjusted) { $0[0] } != close
  }

  private func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
