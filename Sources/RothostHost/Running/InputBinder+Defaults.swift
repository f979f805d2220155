import RothostSeries

/// What feeds a role that the request leaves out.
extension InputBinder {
  func bindings(
    of role: InputDescription, isDemo: Bool
  ) throws(RothostError) -> [InputBinding] {
    let given = request.inputs.filter { $0.role == role.role }
    if !given.isEmpty { return given }
    if isDemo {
      if !role.demoSeries.isEmpty { return bindings(role, role.demoSeries) }
      if role.isOptional { return [] }
      throw RothostError(
        .notFound,
        "input \(role.role) has no series: the cache \(stores.path) is empty and the demo market "
          + "has none for it; import a file first (`rothost cache import FILE`)")
    }
    var missing: [String] = []
    for text in role.defaultSeries where try !stores.contains(SeriesReference(text)) {
      missing.append(text)
    }
    if missing.isEmpty && !role.defaultSeries.isEmpty { return bindings(role, role.defaultSeries) }
    if role.isOptional {
      let present = role.defaultSeries.filter { !missing.contains($0) }
      return role.isRepeated ? bindings(role, present) : []
    }
    throw try missingInput(role, missing)
  }

  private func bindings(_ role: InputDescription, _ series: [String]) -> [InputBinding] {
    series.map { text in
      let reference = SeriesReference(text)
      return InputBinding(
        role: role.role, source: .series(name: reference.name, column: reference.column))
    }
  }

  private func missingInput(
    _ role: InputDescription, _ missing: [String]
  ) throws(RothostError) -> RothostError {
    let names = try stores.names()
    let give = "give it with --input \(role.role)=SERIES"
    guard let wish = missing.first else {
      return RothostError(
        .notFound,
        "input \(role.role) has no default series; \(give). The cache has \(Self.listed(names))")
    }
    let hint = Nearest.hint(SeriesReference(wish).name, among: names)
    return RothostError(
      .notFound,
      "input \(role.role) is left out and its default series \(missing.joined(separator: ", ")) is "
        + "not in the cache\(hint), which has \(Self.listed(names)); \(give) or import it "
        + "(`rothost cache import FILE`)")
  }

  /// The first names, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    if names.isEmpty { return "no series" }
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
