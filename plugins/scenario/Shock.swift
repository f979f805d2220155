import RothostPluginKit

/// A named shock: "pessimistic:-1.5", "squeeze:IWM=2/VIXCLS=-1", "tail:1=-3/2=2".
struct Shock: Sendable {
  let name: String
  /// Drivers by position, and how many deviations each has moved.
  private(set) var moves: [(driver: Int, size: Double)] = []

  /// - Parameter drivers: names of the bound drivers, in order.
  init(_ text: String, drivers: [String]) throws(Failure) {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(halves[0])
    guard halves.count == 2, !name.isEmpty, name != Fan.historyName else {
      throw Shock.refusal(text)
    }
    for part in halves[1].split(separator: "/", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard let last = sides.last, let size = Double(last), size.isFinite, sides.count <= 2 else {
        throw Shock.refusal(text)
      }
      let driver = sides.count == 1 ? 0 : try Shock.driver(sides[0], among: drivers, of: text)
      guard !moves.contains(where: { $0.driver == driver }) else { throw Shock.refusal(text) }
      moves.append((driver, size))
    }
  }

  /// All of a list, no name twice.
  static func list(_ texts: [String], drivers: [String]) throws(Failure) -> [Shock] {
    guard !texts.isEmpty else { throw .parameter("shocks is empty; give at least one NAME:SIZE") }
    var shocks: [Shock] = []
    for text in texts {
      let shock = try Shock(text, drivers: drivers)
      if shocks.contains(where: { $0.name == shock.name }) {
        throw .parameter("two shocks are called \(shock.name); give each a name of its own")
      }
      shocks.append(shock)
    }
    return shocks
  }

  private static func driver(
    _ name: String, among drivers: [String], of text: String
  ) throws(Failure) -> Int {
    if let position = drivers.firstIndex(of: name) { return position }
    if let number = Int(name), drivers.indices.contains(number - 1) { return number - 1 }
    throw .parameter(
      "shock \(text): \(name) is no driver, which are \(drivers.joined(separator: ", "))")
  }

  private static func refusal(_ text: String) -> Failure {
    .parameter(
      "\"\(text)\" is no shock; write NAME:SIZE for the first driver, or NAME:DRIVER=SIZE/DRIVER=SIZE, "
        + "in deviations of the drivers' moves over the window")
  }
}
