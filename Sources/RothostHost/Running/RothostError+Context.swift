import RothostSeries

extension RothostError {
  /// The same error with plugin and phase, where it does not name them already.
  func about(_ plugin: String, _ phase: String) -> RothostError {
    if self.plugin != nil { return self }
    return RothostError(status, message, plugin: plugin, phase: self.phase ?? phase)
  }

  /// Runs `body` and adds plugin and phase to its error.
  static func naming<Answer>(
    _ plugin: String, _ phase: String, _ body: () throws(RothostError) -> Answer
  ) throws(RothostError) -> Answer {
    do {
      return try body()
    } catch {
      throw error.about(plugin, phase)
    }
  }
}
