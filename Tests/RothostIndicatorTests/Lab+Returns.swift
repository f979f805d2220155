import RothostHost

/// One leg given as returns, which need no transform.
struct ReturnLeg {
  var role: String
  var name: String
  var values: [Double]

  init(_ role: String, _ name: String, _ values: [Double]) {
    (self.role, self.name, self.values) = (role, name, values)
  }
}

extension Lab {
  /// Evaluates on returns, taken as they are.
  func run(
    _ indicator: String, returns legs: [ReturnLeg], _ parameters: [(String, String)] = [],
    seed: UInt64 = 1
  ) throws -> EvaluationResult {
    var request = Request(indicator: indicator)
    request.inputs = legs.map { leg in
      InputBinding(
        role: leg.role,
        source: .array(
          ArrayInput(
            name: leg.name, times: Lab.days(leg.values.count), values: leg.values,
            timeKind: .dates)))
    }
    request.settings = parameters.map { Setting(name: $0.0, value: .text($0.1)) }
    request.transform = .level
    request.seed = seed
    return try engine.evaluate(request)
  }
}

/// The legs of tools/references/lead_lag.py and liquidity_cascade.py, bit for bit.
struct ReferenceLegs {
  /// x leads y by 3 rows, y leads z by 5, u is unrelated.
  let x, y, z, u: [Double]

  init(_ count: Int = 500) {
    let drawn = ReferenceLegs.centred(2026, 2 * count)
    var x = [Double]()
    for t in 0..<count {
      x.append(drawn[t] + (t > 0 ? 0.5 * x[t - 1] : 0) - (t > 1 ? 0.3 * x[t - 2] : 0))
    }
    let y = (0..<count).map { (t: Int) in drawn[count + t] + (t >= 3 ? 0.18 * x[t - 3] : 0) }
    let noise = ReferenceLegs.centred(7, 2 * count)
    (self.x, self.y) = (x, y)
    z = (0..<count).map { (t: Int) in noise[t] + (t >= 5 ? 0.4 * y[t - 5] : 0) }
    u = Array(noise[count...])
  }

  /// Uniform in (-0.5, 0.5).
  private static func centred(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = Generator(seed: seed)
    return (0..<count).map { _ in (Double(generator.next() >> 11) + 0.5) * 0x1p-53 - 0.5 }
  }
}
