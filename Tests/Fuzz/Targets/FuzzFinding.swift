import RothostSeries

/// A promise that an input broke, in words.
struct FuzzFinding: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  static func unless(_ holds: Bool, _ words: @autoclosure () -> String) throws {
    if !holds { throw FuzzFinding(words()) }
  }

  /// Runs a parser; answers nil where it refused its input in words of rothost.
  ///
  /// - Throws: a finding for any other error, and for a refusal without words.
  static func refusable<Answer>(_ parse: () throws -> Answer) throws -> Answer? {
    do {
      return try parse()
    } catch let error as RothostError {
      try unless(!error.message.isEmpty && error.message.utf8.count < 65_536, "message: \(error)")
      return nil
    } catch let finding as FuzzFinding {
      throw finding
    } catch {
      throw FuzzFinding("an error that is not rothost's: \(error)")
    }
  }
}
