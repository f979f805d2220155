/// What an indicator can do, without its type: its description and three functions.
public struct Implementation: Sendable {
  let specification: Specification
  let evaluate: @Sendable (EvaluationPointer) -> Int32
  let lookBack: @Sendable (ParameterPointer) -> Int
  let open: @Sendable (EvaluationPointer) throws(Failure) -> StreamHandle

  @usableFromInline init<Author: Indicator>(
    _ indicator: Author, isStreaming: Bool,
    evaluate: @escaping @Sendable (EvaluationPointer) -> Int32,
    open: @escaping @Sendable (EvaluationPointer) throws(Failure) -> StreamHandle
  ) {
    specification = Specification(of: indicator, isStreaming: isStreaming)
    self.evaluate = evaluate
    self.open = open
    lookBack = { indicator.lookBack(Settings($0)) }
  }
}

extension Indicator {
  @inlinable public static var implementation: Implementation {
    let indicator = create(Self.self)
    let shape = Shape(of: indicator)
    return Implementation(
      indicator, isStreaming: false, evaluate: { evaluate(indicator, shape, $0) },
      open: { _ throws(Failure) in throw .failed("\(Self.id) does not stream") })
  }
}

extension StreamingIndicator {
  @inlinable public static var implementation: Implementation {
    let indicator = create(Self.self)
    let shape = Shape(of: indicator)
    return Implementation(
      indicator, isStreaming: true, evaluate: { evaluate(indicator, shape, $0) },
      open: { call throws(Failure) in try openStream(indicator, shape, call) })
  }
}

/// An indicator whose declarations are numbered from 0.
@usableFromInline func create<Author: Indicator>(_ type: Author.Type) -> Author {
  Positions.counting { Author() }
}

extension Shape {
  @usableFromInline init<Author: Indicator>(of indicator: Author) {
    let specification = Specification(of: indicator, isStreaming: false)
    roleCount = specification.inputs.count
    seriesOutputs = specification.outputs.indices.filter {
      specification.outputs[$0].fields.kind == .series
    }
  }
}

@inlinable func evaluate<Author: Indicator>(
  _ indicator: Author, _ shape: Shape, _ call: EvaluationPointer
) -> Int32 {
  let refusal = Refusal()
  do throws(Failure) {
    try indicator.run(Run(call, shape, refusal: refusal))
    return refusal.status
  } catch {
    return call.host.report(error)
  }
}
