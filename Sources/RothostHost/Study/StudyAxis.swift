import RothostSeries
import RothostTOML

/// One key of an evaluation with the values it takes: one, or the several of a sweep.
struct StudyAxis {
  /// One value, as it is shown and as it changes the request.
  struct Choice {
    var label: String
    var change: (inout Request) -> Void
  }

  var name: String
  var choices: [Choice]
  /// A list was given where one value stands: rows name what they took.
  var isSweep: Bool

  /// The values of a key that takes one value: itself, or each of a list.
  init(
    _ name: String, _ node: TOMLNode, _ choice: (TOMLNode) throws(RothostError) -> Choice
  ) throws(RothostError) {
    guard case .array(let items) = node.content else {
      self.init(name, [try choice(node)], isSweep: false)
      return
    }
    try Self.requireValues(items, node)
    var choices: [Choice] = []
    for item in items { choices.append(try choice(item)) }
    self.init(name, choices, isSweep: true)
  }

  /// The values of a key that takes a list: itself, or each of a list of lists.
  init(
    listed name: String, _ node: TOMLNode,
    _ choice: ([TOMLNode], TOMLNode) throws(RothostError) -> Choice
  ) throws(RothostError) {
    guard case .array(let items) = node.content else {
      self.init(name, [try choice([node], node)], isSweep: false)
      return
    }
    guard items.contains(where: \.isArray) else {
      self.init(name, [try choice(items, node)], isSweep: false)
      return
    }
    var choices: [Choice] = []
    for item in items {
      guard case .array(let values) = item.content else {
        throw item.error(
          "lists and single values are mixed; give one list, or a list of lists as a sweep")
      }
      choices.append(try choice(values, item))
    }
    self.init(name, choices, isSweep: true)
  }

  private init(_ name: String, _ choices: [Choice], isSweep: Bool) {
    self.name = name
    self.choices = choices
    self.isSweep = isSweep
  }

  private static func requireValues(_ items: [TOMLNode], _ node: TOMLNode) throws(RothostError) {
    if items.isEmpty { throw node.error("an empty list sweeps over nothing; give a value") }
  }
}

extension TOMLNode {
  var isArray: Bool {
    if case .array = content { return true }
    return false
  }

  /// A single value as a user would write it on the command line.
  ///
  /// - Throws: where it is a list, a table or a time of day.
  func spelled() throws(RothostError) -> String {
    switch content {
    case .string(let text), .date(let text), .dateTime(let text): return text
    case .integer(let value): return "\(value)"
    case .real(let value): return "\(value)"
    case .boolean(let value): return "\(value)"
    case .table, .array, .time: throw error("must be a single value, not \(shown)")
    }
  }

  /// Runs `body`, and gives its error this value's place.
  func placing<Answer>(
    _ body: () throws(RothostError) -> Answer
  ) throws(RothostError) -> Answer {
    do {
      return try body()
    } catch {
      // What already begins with a place keeps it.
      if error.message.hasPrefix("\(place.file):") { throw error }
      throw self.error(error.message)
    }
  }
}
