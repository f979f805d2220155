import RothostSeries

/// `ROLE=SERIES[:COLUMN][@TRANSFORM]`, as `--input` and studies spell which series feeds a role.
public struct InputArgument: Equatable, Sendable {
  public var role: String
  public var series: String
  public var column: String?
  public var transform: Transform?

  public init(role: String, series: String, column: String?, transform: Transform?) {
    self.role = role
    self.series = series
    self.column = column
    self.transform = transform
  }
}

extension InputArgument {
  /// Reads one argument. `@` is searched from the right and `:` after it, so that a series' name
  /// may hold either as long as what follows is said too.
  ///
  /// - Throws: `.parameter` with the form expected; an unknown transform names the known ones.
  public init(parsing text: String) throws(RothostError) {
    let form = "write ROLE=SERIES[:COLUMN][@TRANSFORM], such as leader=IWM or x=HYG:adj_close@log"
    guard let equals = text.firstIndex(of: "=") else {
      throw RothostError(.parameter, "'\(text)' names no role; \(form)")
    }
    role = String(text[..<equals])
    var rest = text[text.index(after: equals)...]
    if let at = rest.lastIndex(of: "@") {
      transform = try Self.transform(named: String(rest[rest.index(after: at)...]))
      rest = rest[..<at]
    }
    if let colon = rest.lastIndex(of: ":") {
      column = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    series = String(rest)
    guard !role.isEmpty, !series.isEmpty, column?.isEmpty != true else {
      throw RothostError(.parameter, "'\(text)' leaves a name empty; \(form)")
    }
  }

  /// The transform of that name.
  ///
  /// - Throws: `.parameter` naming all transforms.
  public static func transform(named name: String) throws(RothostError) -> Transform {
    if let transform = Transform(name: name) { return transform }
    let known = Transform.allCases.map(\.description).joined(separator: ", ")
    throw RothostError(.parameter, "'\(name)' is not a transform; use one of \(known)")
  }

  public var binding: InputBinding {
    InputBinding(
      role: role, source: .series(name: series, column: column), transform: transform)
  }
}
