import RothostSeries

extension Value {
  func write(to message: inout MessageWriter) {
    message.word(UInt64(type.rawValue))
    switch storage {
    case .real(let value):
      message.count(0)
      message.real(value)
    case .integer(let value):
      message.count(1)
      message.integer(value)
    case .text(let value):
      message.count(2)
      message.text(value)
    case .reals(let values):
      message.count(3)
      message.list(values) { value, message in message.real(value) }
    case .integers(let values):
      message.count(4)
      message.list(values) { value, message in message.integer(value) }
    case .texts(let values):
      message.count(5)
      message.texts(values)
    }
  }

  init(from message: inout MessageReader) throws(RothostError) {
    type = try message.known("value type", ValueType.init(rawValue:))
    switch try message.count() {
    case 0: storage = .real(try message.real())
    case 1: storage = .integer(try message.integer())
    case 2: storage = .text(try message.text())
    case 3:
      storage = .reals(try message.list { reader throws(RothostError) in try reader.real() })
    case 4:
      storage = .integers(try message.list { reader throws(RothostError) in try reader.integer() })
    case 5: storage = .texts(try message.texts())
    case let other: throw MessageReader.broken("the storage \(other)")
    }
  }
}
