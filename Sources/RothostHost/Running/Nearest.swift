import RothostCache

/// Names a user may have meant, as the end of an error's first sentence.
enum Nearest {
  /// ` (did you mean a, b?)`, or nothing where no name is near.
  static func hint(_ wish: String, among names: [String]) -> String {
    let near = NearestNames.find(wish, among: names, limit: 3)
    return near.isEmpty ? "" : " (did you mean \(near.joined(separator: ", "))?)"
  }
}
