import ArgumentParser

/// How a list is written.
enum PlainFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
