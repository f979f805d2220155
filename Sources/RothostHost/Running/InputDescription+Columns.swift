import RothostSeries

extension InputDescription {
  /// One series without a column, spread over the columns that the role reads by default.
  ///
  /// Several bindings, or one that names its column or brings its own numbers, stay as they are;
  /// one that is given later is expected once for each column.
  func spread(_ bindings: [InputBinding]) -> [InputBinding] {
    guard !columns.isEmpty, bindings.count == 1, let binding = bindings.first else {
      return bindings
    }
    switch binding.source {
    case .series(let name, nil):
      return columns.map { column in
        var spread = binding
        spread.source = .series(name: name, column: column)
        return spread
      }
    case .deferred: return columns.map { _ in binding }
    default: return bindings
    }
  }
}
