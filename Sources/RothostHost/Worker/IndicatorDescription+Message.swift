import RothostSeries

/// The longest list believed.
private let most = Int(DescriptorReader.largestCount)

/// A descriptor between processes and in the descriptor cache. A field that is added to a
/// description is added to both functions of its type, and `DescriptorCache.version` raised.
extension IndicatorDescription {
  func write(to message: inout MessageWriter) {
    for text in [id, version, summary, documentation] { message.text(text) }
    message.word(UInt64(flags.rawValue))
    message.list(inputs) { input, message in input.write(to: &message) }
    message.list(parameters) { parameter, message in parameter.write(to: &message) }
    message.list(outputs) { output, message in output.write(to: &message) }
    message.list(alignments) { alignment, message in message.word(UInt64(alignment.rawValue)) }
    message.word(UInt64(defaultAlignment.rawValue))
  }

  init(from message: inout MessageReader) throws(RothostError) {
    id = try message.name()
    version = try message.text()
    summary = try message.text()
    documentation = try message.text()
    flags = Flags(rawValue: try message.code())
    inputs = try message.list(upTo: most) { reader throws(RothostError) in
      try InputDescription(from: &reader)
    }
    parameters = try message.list(upTo: most) { reader throws(RothostError) in
      try ParameterDescription(from: &reader)
    }
    outputs = try message.list(upTo: most) { reader throws(RothostError) in
      try OutputDescription(from: &reader)
    }
    alignments = try message.list(upTo: most) { reader throws(RothostError) in
      try reader.known("alignment", Alignment.init(rawValue:))
    }
    defaultAlignment = try message.known("alignment", Alignment.init(rawValue:))
  }
}

extension InputDescription {
  fileprivate func write(to message: inout MessageWriter) {
    message.text(role)
    message.text(documentation)
    message.flag(isOptional)
    message.flag(isRepeated)
    message.count(minimumCount)
    message.integer(maximumCount.map(Int64.init) ?? -1)
    message.word(UInt64(UInt32(bitPattern: transform.rawValue)))
    message.texts(defaultSeries)
    message.texts(demoSeries)
    message.texts(columns)
  }

  fileprivate init(from message: inout MessageReader) throws(RothostError) {
    role = try message.name()
    documentation = try message.text()
    isOptional = try message.flag()
    isRepeated = try message.flag()
    minimumCount = try message.count(upTo: most)
    let maximum = try message.integer()
    guard maximum == -1 || (0...Int64(UInt32.max)).contains(maximum) else {
      throw MessageReader.broken("a role of \(maximum) inputs")
    }
    maximumCount = maximum < 0 ? nil : Int(maximum)
    transform = try message.known("transform") { Transform(rawValue: Int32(bitPattern: $0)) }
    defaultSeries = try message.texts(upTo: most)
    demoSeries = try message.texts(upTo: most)
    columns = try message.texts(upTo: most)
  }
}

extension ParameterDescription {
  fileprivate func write(to message: inout MessageWriter) {
    message.text(name)
    message.text(documentation)
    message.optionalText(unit)
    message.word(UInt64(type.rawValue))
    message.flag(isList)
    message.text(defaultText)
    message.flag(range != nil)
    if let range {
      message.real(range.lowerBound)
      message.real(range.upperBound)
    }
    message.texts(choices)
  }

  fileprivate init(from message: inout MessageReader) throws(RothostError) {
    name = try message.name()
    documentation = try message.text()
    unit = try message.optionalText()
    type = try message.known("type", ValueType.init(rawValue:))
    isList = try message.flag()
    defaultText = try message.text()
    range = nil
    if try message.flag() {
      let (low, high) = (try message.real(), try message.real())
      guard low <= high else { throw MessageReader.broken("a range from \(low) to \(high)") }
      range = low...high
    }
    choices = try message.texts(upTo: most)
  }
}

extension OutputDescription {
  fileprivate func write(to message: inout MessageWriter) {
    message.text(name)
    message.text(documentation)
    message.optionalText(unit)
    message.word(UInt64(kind.rawValue))
    message.word(UInt64(type.rawValue))
    message.word(UInt64(flags.rawValue))
    message.texts(choices)
    message.list(columns) { column, message in column.write(to: &message) }
  }

  fileprivate init(from message: inout MessageReader) throws(RothostError) {
    name = try message.name()
    documentation = try message.text()
    unit = try message.optionalText()
    kind = try message.known("kind", Kind.init(rawValue:))
    type = try message.known("type", ValueType.init(rawValue:))
    flags = OutputFlags(rawValue: try message.code())
    choices = try message.texts(upTo: most)
    columns = try message.list(upTo: most) { reader throws(RothostError) in
      try ColumnDescription(from: &reader)
    }
  }
}

extension ColumnDescription {
  fileprivate func write(to message: inout MessageWriter) {
    message.text(name)
    message.text(documentation)
    message.optionalText(unit)
    message.word(UInt64(type.rawValue))
    message.word(UInt64(flags.rawValue))
    message.texts(choices)
  }

  fileprivate init(from message: inout MessageReader) throws(RothostError) {
    name = try message.name()
    documentation = try message.text()
    unit = try message.optionalText()
    type = try message.known("type", ValueType.init(rawValue:))
    flags = OutputFlags(rawValue: try message.code())
    choices = try message.texts(upTo: most)
  }
}
