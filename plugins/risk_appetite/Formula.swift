import RothostPluginKit

/// What a part is made of: "IWM/SPY", "-VIXCLS", "-3", "1/2".
struct Formula: Sendable {
  let text: String
  /// +1, or -1 where a high value speaks against risk.
  let sign: Double
  /// Names of components, or their positions from 1 on; two where the part is a ratio.
  let names: [String]

  init(_ text: String) throws(Failure) {
    self.text = text
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest.removeFirst() }
    sign = isNegative ? -1 : 1
    names = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard names.count <= 2, names.allSatisfy({ !$0.isEmpty }) else {
      throw .parameter("\"\(text)\" is no formula; write NAME, -NAME, NAME/NAME or -NAME/NAME")
    }
  }

  /// The positions of what it names; nil where something is not bound.
  func components(_ bound: [String]) -> [Int]? {
    var positions: [Int] = []
    for name in names {
      if let position = bound.firstIndex(of: name) {
        positions.append(position)
      } else if let number = Int(name), bound.indices.contains(number - 1) {
        positions.append(number - 1)
      } else {
        return nil
      }
    }
    return positions
  }

  /// Every part that can be made of the bound components, and the standard ones that cannot.
  ///
  /// Of the standard list, parts whose components are not bound are left out, and each component
  /// that the list does not know is a part of its own; a list of the user's must fit.
  static func parts(
    _ texts: [String], isStandard: Bool, bound: [String], change: Int
  ) throws(Failure) -> (parts: [Part], missing: [String]) {
    var parts: [Part] = []
    var missing: [String] = []
    var known: Set<String> = []
    // Of the demo market and of real ones only those count as missing that the others are of.
    let isDemo = bound.contains { $0.hasPrefix("DEMO_") }
    for text in texts {
      let formula = try Formula(text)
      known.formUnion(formula.names)
      if let components = formula.components(bound) {
        parts.append(Part(formula, components, change: change))
      } else if !isStandard {
        throw .parameter(
          "formula \(text) names none of the components, which are "
            + bound.joined(separator: ", "))
      } else if formula.names[0].hasPrefix("DEMO_") == isDemo {
        missing.append(text)
      }
    }
    if isStandard {
      for (position, name) in bound.enumerated() where !known.contains(name) {
        parts.append(Part(try Formula(name), [position], change: change))
      }
    }
    guard !parts.isEmpty else {
      throw .parameter(
        "no part can be made of \(bound.joined(separator: ", ")); say how with "
          + "formulas=NAME,-NAME,NAME/NAME")
    }
    return (parts, missing)
  }
}
