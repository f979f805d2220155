import RothostSeries

/// Where numbers lie for a process that maps the same file; nil = there are none.
struct NumberPlace: Sendable, Equatable {
  /// The name under which the file was sent.
  var file: UInt64
  var offset: Int
}

/// One input of a call in a worker.
struct InputPlace: Sendable, Equatable {
  var traits: InputTraits
  var count: Int
  var times: NumberPlace?
  var values: NumberPlace?
}

/// The frame of a call in a worker: the fields of `rot_frame`.
struct FramePlace: Sendable, Equatable {
  var rowCount: Int
  var warmUpRows: Int
  var flags: UInt32
  var times: NumberPlace?
  var columns: [NumberPlace?]
}

extension MessageWriter {
  mutating func place(_ place: NumberPlace?) {
    flag(place != nil)
    guard let place else { return }
    word(place.file)
    count(place.offset)
  }

  mutating func input(_ input: InputPlace) {
    text(input.traits.name)
    optionalText(input.traits.unit)
    text(input.traits.column)
    word(UInt64(input.traits.flags))
    integer(input.traits.closeOffset)
    word(UInt64(input.traits.roleIndex))
    count(input.count)
    place(input.times)
    place(input.values)
  }

  mutating func frame(_ frame: FramePlace) {
    count(frame.rowCount)
    count(frame.warmUpRows)
    word(UInt64(frame.flags))
    place(frame.times)
    list(frame.columns) { column, writer in writer.place(column) }
  }
}

extension MessageReader {
  mutating func place() throws(RothostError) -> NumberPlace? {
    guard try flag() else { return nil }
    return NumberPlace(file: try word(), offset: try count())
  }

  mutating func input() throws(RothostError) -> InputPlace {
    InputPlace(
      traits: InputTraits(
        name: try text(), unit: try optionalText(), column: try text(), flags: try code(),
        closeOffset: try integer(), roleIndex: try code()),
      count: try count(), times: try place(), values: try place())
  }

  mutating func frame() throws(RothostError) -> FramePlace {
    FramePlace(
      rowCount: try count(), warmUpRows: try count(), flags: try code(), times: try place(),
      columns: try list { reader throws(RothostError) in try reader.place() })
  }
}
