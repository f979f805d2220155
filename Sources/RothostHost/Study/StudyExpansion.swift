import RothostSeries
import RothostTOML

/// One `[[eval]]` as its evaluations: the product of its lists, the last list varying fastest.
struct StudyExpansion {
  let entry: StudyEntry
  let index: Int
  /// The cache is empty: `demo` takes the place of `inputs`.
  let usesDemo: Bool

  func cases(_ engine: Engine) throws(RothostError) -> [StudyCase] {
    var first = StudyCase(
      entry: index, title: entry.title, claim: entry.claim, plugin: entry.plugin, variation: [],
      request: Request(indicator: entry.plugin))
    let description: IndicatorDescription
    do {
      description = try engine.describe(entry.plugin)
    } catch {
      first.refusal = error
      return [first]
    }
    first.isLeftOut = usesDemo && entry.isLeftOutOfDemo
    first.isThreadSafe = description.flags.contains(.threadSafe)
    first.request.delays = try delays()
    first.request.workers = 1
    first.pOutput = try pOutput(description)
    first.shown = try shown(description)
    let axes = try axes(description)
    if let family = entry["family"] {
      first.family = try family.string()
    } else if axes.contains(where: \.isSweep) {
      first.family = entry.title ?? entry.claim ?? entry.plugin
    }
    return try product(first, axes)
  }

  private func product(
    _ first: StudyCase, _ axes: [StudyAxis]
  ) throws(RothostError) -> [StudyCase] {
    var cases = [first]
    for axis in axes {
      guard cases.count * axis.choices.count <= StudyPlan.limit else {
        throw entry.node.error(
          "its lists make more than \(StudyPlan.limit) evaluations; shorten them")
      }
      cases = cases.flatMap { one in
        axis.choices.map { choice in
          var next = one
          choice.change(&next.request)
          if axis.isSweep { next.variation.append((axis.name, choice.label)) }
          return next
        }
      }
    }
    for one in cases {
      guard let from = one.request.from, let to = one.request.to, from > to else { continue }
      throw (entry["from"] ?? entry.node).error("lies after `to`; swap them")
    }
    return cases
  }

  private func axes(_ description: IndicatorDescription) throws(RothostError) -> [StudyAxis] {
    var axes = try StudyAxis.options(entry, of: description)
    // Both are checked, so that a slip shows on a full cache as on an empty one.
    let real = try inputs("inputs", description)
    let demo = entry.isLeftOutOfDemo ? [] : try inputs("demo", description)
    axes += usesDemo && entry.node["demo"] != nil ? demo : real
    for parameter in try entry.node["params"]?.entries() ?? [] {
      axes.append(try StudyAxis.parameter(parameter, of: description))
    }
    return axes
  }

  private func inputs(
    _ key: String, _ description: IndicatorDescription
  ) throws(RothostError) -> [StudyAxis] {
    var axes: [StudyAxis] = []
    for input in try entry.node[key]?.entries() ?? [] {
      axes.append(try StudyAxis.input(input, of: description))
    }
    return axes
  }

  private func delays() throws(RothostError) -> [String: TimeSpan] {
    var delays: [String: TimeSpan] = [:]
    for delay in try entry.node["delays"]?.entries() ?? [] {
      delays[delay.key] = try delay.node.placing { () throws(RothostError) in
        try TimeSpan(parsing: try delay.node.string())
      }
    }
    return delays
  }

  /// The p-value the entry names, else `p_value`, else the first one declared.
  private func pOutput(_ description: IndicatorDescription) throws(RothostError) -> String? {
    let names = description.pValues.map(\.name)
    guard let node = entry.node["p"] else {
      return names.contains("p_value") ? "p_value" : names.first
    }
    let name = try node.string()
    guard names.contains(name) else {
      let all = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
      throw node.error(
        "\(description.id) has no p-value \"\(name)\"\(Nearest.hint(name, among: names)); \(all)")
    }
    return name
  }

  private func shown(_ description: IndicatorDescription) throws(RothostError) -> [String] {
    guard let node = entry.node["show"] else { return [] }
    let scalars = description.outputs.filter { $0.kind == .scalar }.map(\.name)
    var names: [String] = []
    for item in try node.array() {
      let name = try item.string()
      guard scalars.contains(name) else {
        throw item.error(
          "\(description.id) has no scalar \"\(name)\"\(Nearest.hint(name, among: scalars)); it has "
            + scalars.joined(separator: ", "))
      }
      names.append(name)
    }
    return names
  }
}

extension IndicatorDescription {
  /// Scalars that are p-values, for correction over a sweep.
  var pValues: [OutputDescription] {
    outputs.filter { $0.kind == .scalar && $0.type == .real && $0.flags.contains(.pValue) }
  }
}
