/// What one evaluation answered.
public final class EvaluationResult: Sendable {
  public let description: IndicatorDescription

  init(description: IndicatorDescription) {
    self.description = description
  }
}
