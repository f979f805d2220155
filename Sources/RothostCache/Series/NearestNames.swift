/// Finds the names a user may have meant.
public enum NearestNames {
  /// At most `limit` names within a third of the wish's length in edits, nearest first.
  ///
  /// Levenshtein distance over lower-cased characters, O(names · length²).
  public static func find(_ wish: String, among names: [String], limit: Int) -> [String] {
    let wanted = Array(wish.lowercased())
    let scored = names.map { (name: $0, distance: distance(wanted, Array($0.lowercased()))) }
    return scored.filter { $0.distance <= max(2, wanted.count / 3) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(limit).map(\.name)
  }

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (leftIndex, leftCharacter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = leftIndex + 1
      for (rightIndex, rightCharacter) in right.enumerated() {
        let substituted = diagonal + (leftCharacter == rightCharacter ? 0 : 1)
        diagonal = row[rightIndex + 1]
        row[rightIndex + 1] = min(substituted, diagonal + 1, row[rightIndex] + 1)
      }
    }
    return row[right.count]
  }
}
