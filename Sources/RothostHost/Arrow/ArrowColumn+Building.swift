import RothostSeries

/// Arrow arrays of what an answer is made of. Numbers and stamps are not copied; NaN stays NaN.
extension ArrowColumn {
  static func structure(_ name: String, length: Int, _ children: [ArrowColumn]) -> ArrowColumn {
    ArrowColumn(name: name, type: .structure, length: length, children: children)
  }

  /// One list that holds all elements of `element`, or a missing one. O(1).
  static func list(_ name: String, _ element: ArrowColumn, isMissing: Bool = false) -> ArrowColumn {
    var column = ArrowColumn(
      name: name, type: .largeList, length: 1,
      buffers: [SharedArray([0, Int64(element.length)]).bytes], children: [element])
    if isMissing { column.setValidity([false]) }
    return column
  }

  static func reals(_ name: String, _ values: SharedArray<Double>) -> ArrowColumn {
    ArrowColumn(name: name, type: .float64, length: values.count, buffers: [values.bytes])
  }

  static func stamps(_ name: String, _ times: SharedArray<Int64>, _ kind: TimeKind) -> ArrowColumn {
    ArrowColumn(
      name: name, type: .timestamp(zone: kind == .dates ? "" : "UTC"), length: times.count,
      buffers: [times.bytes])
  }

  static func texts(_ name: String, _ texts: [String?]) -> ArrowColumn {
    let offsets = GrowableArray<Int64>(capacity: texts.count + 1)
    let bytes = GrowableArray<UInt8>()
    offsets.append(0)
    for text in texts {
      for byte in (text ?? "").utf8 { bytes.append(byte) }
      offsets.append(Int64(bytes.count))
    }
    var column = ArrowColumn(
      name: name, type: .largeText, length: texts.count,
      buffers: [offsets.shared().bytes, bytes.shared()])
    column.setValidity(texts.map { $0 != nil })
    return column
  }

  /// Values of a type that is kept in an integer; missing ones become nulls. O(n).
  ///
  /// - Parameter kind: times are without a zone where the answer rests on session dates.
  static func integers(
    _ name: String, _ type: ValueType, _ values: SharedArray<Int64>, choices: [String],
    _ kind: TimeKind
  ) -> ArrowColumn {
    var column: ArrowColumn
    switch type {
    case .choice:
      return texts(
        name, values.indices.map { values[$0] == missingInteger ? nil : choices[Int(values[$0])] })
    case .boolean:
      column = ArrowColumn(
        name: name, type: .boolean, length: values.count,
        buffers: [bits(values.indices.map { values[$0] == 1 })])
    case .date:
      let days = values.indices.map { row in
        Int32(clamping: CivilDate(containingNanoseconds: values[row]).daysSinceEpoch)
      }
      column = ArrowColumn(
        name: name, type: .date, length: values.count, buffers: [SharedArray(days).bytes])
    case .time: column = stamps(name, values, kind.of(values))
    case .duration:
      column = ArrowColumn(
        name: name, type: .duration, length: values.count, buffers: [values.bytes])
    case .real, .integer, .text:
      column = ArrowColumn(
        name: name, type: .int64, length: values.count, buffers: [values.bytes])
    }
    column.setValidity(values.indices.map { values[$0] != missingInteger })
    return column
  }

  mutating func setValidity(_ isPresent: [Bool]) {
    nullCount = isPresent.count { !$0 }
    validity = nullCount == 0 ? nil : Self.bits(isPresent)
  }

  private static func bits(_ values: [Bool]) -> SharedArray<UInt8> {
    var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
    for (index, value) in values.enumerated() where value {
      bytes[index / 8] |= 1 << UInt8(index % 8)
    }
    return SharedArray(bytes)
  }
}
