import CRothost
import Foundation
import RothostHost

/// A built plugin fed row by row through the C contract, to be compared with the host's batch.
final class PluginStream {
  /// Every output by name, as text that tells each bit.
  private(set) var outputs: [String: [String]] = [:]
  private let indicator: rot_indicator

  /// Loads the file that the engine found for `id`.
  init?(_ id: String, of engine: Engine) {
    guard let path = engine.record(of: id)?.path, let image = dlopen(path, RTLD_NOW),
      let symbol = dlsym(image, "rot_plugin_entry")
    else { return nil }
    typealias Entry = @convention(c) () -> UnsafePointer<rot_plugin>?
    guard let plugin = unsafeBitCast(symbol, to: Entry.self)() else { return nil }
    indicator = plugin.pointee.indicators[0]!.pointee
  }

  /// Feeds all rows of `columns` after no warm-up, peeking at each first, and takes the snapshot.
  func feed(_ columns: [[Double]], times: [Int64], like batch: EvaluationResult) -> Bool {
    var host = rot_host()
    host.struct_size = UInt32(MemoryLayout<rot_host>.size)
    host.fail = { _, status, _ in status }
    host.warn = { _, _ in }
    host.extension = { _, id in
      guard let id, String(cString: id) == ROT_STATISTICS_ID else { return nil }
      return UnsafeRawPointer(StatisticsTable.shared)
    }
    let names = seriesNames
    for name in names { outputs[name] = [] }
    return withUnsafePointer(to: &host) { host in
      guard let state = open(columns.count, batch, host) else { return false }
      defer { indicator.close(state) }
      for index in times.indices {
        var out = [Double](repeating: .nan, count: names.count)
        let status = columns.map { $0[index] }.withUnsafeBufferPointer { row in
          out.withUnsafeMutableBufferPointer { out in
            var update = rot_update()
            update.struct_size = UInt32(MemoryLayout<rot_update>.size)
            update.column_count = UInt32(columns.count)
            update.time_ns = times[index]
            update.row_index = Int64(index)
            update.row = row.baseAddress
            update.series = out.baseAddress
            update.host = host
            let peeked = indicator.peek(state, &update)
            out.update(repeating: .nan)
            return peeked == ROT_OK ? indicator.update(state, &update) : peeked
          }
        }
        guard status == ROT_OK else { return false }
        for (name, value) in zip(names, out) { outputs[name, default: []].append(shown(value)) }
      }
      return snapshot(state)
    }
  }

  private var specs: [rot_output_spec] {
    (0..<Int(indicator.output_count)).map { indicator.outputs[$0]!.pointee }
  }

  private var seriesNames: [String] {
    specs.filter { $0.kind == ROT_OUTPUT_SERIES }.map { String(cString: $0.name) }
  }

  private func open(
    _ columnCount: Int, _ batch: EvaluationResult, _ host: UnsafePointer<rot_host>
  ) -> UnsafeMutableRawPointer? {
    let parameters = batch.parameters.map { parameter in
      var value = rot_value()
      value.type = parameter.value.type.rawValue
      value.count = 1
      switch parameter.value.storage {
      case .real(let real): value.as.real = real
      case .integer(let integer): value.as.integer = integer
      case .texts(let texts):
        value.type |= ROT_LIST
        value.count = UInt32(texts.count)
        value.as.texts = Leaked.texts(texts)
      default: fatalError("a streaming indicator has a parameter this driver does not know")
      }
      return value
    }
    var frame = rot_frame()
    frame.struct_size = UInt32(MemoryLayout<rot_frame>.size)
    frame.column_count = UInt32(columnCount)
    let names = batch.description.inputs.map(\.role)
    let roles = batch.inputs.map { input in
      UInt32(names.firstIndex(of: input.role) ?? 0)
    }
    let inputs = Leaked.series(batch.inputs.map(\.series))
    var state: UnsafeMutableRawPointer?
    var outputs = rot_outputs()
    outputs.struct_size = UInt32(MemoryLayout<rot_outputs>.size)
    withUnsafePointer(to: &frame) { frame in
      parameters.withUnsafeBufferPointer { parameters in
        roles.withUnsafeBufferPointer { roles in
          withUnsafePointer(to: &outputs) { outputs in
            var call = rot_evaluation()
            call.struct_size = UInt32(MemoryLayout<rot_evaluation>.size)
            call.input_count = UInt32(columnCount)
            call.input_roles = roles.baseAddress
            call.inputs = inputs
            call.host = host
            call.frame = frame
            call.parameters = parameters.baseAddress
            call.outputs = outputs
            call.seed = batch.seed
            _ = indicator.open(&call, &state)
          }
        }
      }
    }
    return state
  }

  private func snapshot(_ state: UnsafeMutableRawPointer) -> Bool {
    var table = rot_outputs()
    table.struct_size = UInt32(MemoryLayout<rot_outputs>.size)
    table.context = Unmanaged.passUnretained(self).toOpaque()
    table.set_real = { PluginStream.of($0).keep($1, shown($2)) }
    table.set_integer = { PluginStream.of($0).keep($1, shown($2)) }
    table.set_text = { PluginStream.of($0).keep($1, String(cString: $2!)) }
    table.add_row = { outputs, position, cells, count in
      for index in 0..<Int(count) {
        let cell = cells![index]
        let content =
          switch cell.type {
          case ROT_REAL: shown(cell.as.real)
          case ROT_TEXT: cell.as.text.map { String(cString: $0) } ?? "missing"
          default: shown(cell.as.integer)
          }
        _ = PluginStream.of(outputs).keep(position, content)
      }
      return ROT_OK
    }
    return indicator.snapshot(state, &table) == ROT_OK
  }

  private static func of(_ outputs: UnsafePointer<rot_outputs>?) -> PluginStream {
    Unmanaged<PluginStream>.fromOpaque(outputs!.pointee.context!).takeUnretainedValue()
  }

  private func keep(_ position: UInt32, _ text: String) -> rot_status {
    if text != "missing" || specs[Int(position)].kind == ROT_OUTPUT_TABLE {
      outputs[String(cString: specs[Int(position)].name), default: []].append(text)
    }
    return ROT_OK
  }
}

/// Memory for what plugins may look at while a stream opens; left to the end of the test program.
private enum Leaked {
  static func text(_ text: String) -> UnsafePointer<CChar>? {
    strdup(text).map { UnsafePointer($0) }
  }

  static func texts(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?>? {
    UnsafePointer(list(texts.map { text($0) }))
  }

  /// Series without data, of which only the names are known.
  static func series(_ names: [String]) -> UnsafePointer<UnsafePointer<rot_series>?>? {
    let all: [UnsafePointer<rot_series>?] = names.map { name in
      var series = rot_series()
      series.struct_size = UInt32(MemoryLayout<rot_series>.size)
      series.name = text(name)
      return UnsafePointer(list([series]))
    }
    return UnsafePointer(list(all))
  }

  private static func list<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    copy.initialize(from: elements, count: elements.count)
    return copy
  }
}

private func shown(_ value: Double) -> String {
  value.isNaN ? "missing" : String(value.bitPattern, radix: 16)
}

private func shown(_ value: Int64) -> String { value == .min ? "missing" : String(value) }

extension EvaluationResult {
  /// As `PluginStream.outputs`: scalars that are set, series by row, tables row by row.
  var asText: [String: [String]] {
    var outputs: [String: [String]] = [:]
    for (index, output) in description.outputs.enumerated() {
      switch output.kind {
      case .scalar:
        let cell: String? =
          switch scalar(at: index)?.storage {
          case .real(let value): shown(value)
          case .integer(let value): shown(value)
          case .text(let value): value
          default: nil
          }
        if let cell, cell != "missing" { outputs[output.name] = [cell] }
      case .series:
        outputs[output.name] = values(output.name).map { shown($0) }
      case .table:
        let table = table(at: index)
        for row in 0..<(table?.rowCount ?? 0) {
          for column in table?.columns ?? [] {
            let content =
              switch column.storage {
              case .reals(let values): shown(values[row])
              case .integers(let values): shown(values[row])
              case .texts(let values): values[row] ?? "missing"
              }
            outputs[output.name, default: []].append(content)
          }
        }
      }
    }
    return outputs
  }
}
