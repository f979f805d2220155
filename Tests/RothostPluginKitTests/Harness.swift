import CRothost

/// The least host that can call a descriptor: it keeps what a plugin writes, and checks the rules.
///
/// Everything goes through the C contract, exactly as a real host would do it, so these tests
/// hold for the binary interface and not only for the Swift one.
final class Harness {
  let indicator: rot_indicator
  var settings: [String: rot_value] = [:]
  var seed: UInt64 = 1

  private(set) var reals: [String: Double] = [:]
  private(set) var integers: [String: Int64] = [:]
  private(set) var texts: [String: String] = [:]
  private(set) var series: [String: UnsafeMutableBufferPointer<Double>] = [:]
  private(set) var rows: [String: [[Cell]]] = [:]
  private(set) var failure: String?
  private(set) var warnings: [String] = []
  var stopsAt = Double.infinity

  enum Cell: Equatable {
    case real(UInt64)
    case integer(Int64)
    case text(String?)
  }

  init(_ plugin: UnsafePointer<rot_plugin>, _ position: Int = 0) {
    indicator = plugin.pointee.indicators[position]!.pointee
  }

  /// Forgets what was written, before the next call.
  func clear() {
    reals = [:]
    integers = [:]
    texts = [:]
    for buffer in series.values { buffer.deallocate() }
    series = [:]
    rows = [:]
    failure = nil
    warnings = []
  }

  deinit { for buffer in series.values { buffer.deallocate() } }

  private func output(_ position: UInt32) -> rot_output_spec {
    indicator.outputs[Int(position)]!.pointee
  }

  private func name(_ position: UInt32) -> String { String(cString: output(position).name) }

  func values(_ name: String) -> [Double] { series[name].map(Array.init) ?? [] }

  private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Harness {
    Unmanaged<Harness>.fromOpaque(context!).takeUnretainedValue()
  }

  /// Calls `body` with a host whose services end up here.
  func withHost<R>(_ body: (UnsafePointer<rot_host>) -> R) -> R {
    var host = rot_host()
    host.struct_size = UInt32(MemoryLayout<rot_host>.size)
    host.abi_version = UInt32(ROT_ABI_VERSION)
    host.context = context
    host.`extension` = { _, _ in nil }
    host.fail = { host, status, message in
      Harness.of(host!.pointee.context).failure = String(cString: message!)
      return status
    }
    host.warn = { host, message in
      Harness.of(host!.pointee.context).warnings.append(String(cString: message!))
    }
    host.log = { _, _, _ in }
    host.progress = { host, fraction in
      fraction >= Harness.of(host!.pointee.context).stopsAt ? 1 : 0
    }
    host.is_cancelled = { _ in 0 }
    host.scratch = { _, _ in nil }
    return withUnsafePointer(to: &host) { body($0) }
  }

  /// Calls `body` with outputs that end up here.
  func withOutputs<R>(rows count: Int, _ body: (UnsafePointer<rot_outputs>) -> R) -> R {
    expectedRows = count
    var outputs = rot_outputs()
    outputs.struct_size = UInt32(MemoryLayout<rot_outputs>.size)
    outputs.context = context
    outputs.set_real = { outputs, position, value in
      let harness = Harness.of(outputs!.pointee.context)
      harness.reals[harness.name(position)] = value
      return harness.output(position).type == ROT_REAL ? ROT_OK : ROT_ERR_OUTPUT
    }
    outputs.set_integer = { outputs, position, value in
      let harness = Harness.of(outputs!.pointee.context)
      harness.integers[harness.name(position)] = value
      return harness.output(position).type != ROT_REAL ? ROT_OK : ROT_ERR_OUTPUT
    }
    outputs.set_text = { outputs, position, value in
      let harness = Harness.of(outputs!.pointee.context)
      harness.texts[harness.name(position)] = String(cString: value!)
      return harness.output(position).type == ROT_TEXT ? ROT_OK : ROT_ERR_OUTPUT
    }
    outputs.new_series = { outputs, position, count, times in
      let harness = Harness.of(outputs!.pointee.context)
      let name = harness.name(position)
      guard harness.series[name] == nil, count == harness.expectedRows || times != nil else {
        return nil
      }
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(1, Int(count)))
      buffer.initialize(repeating: .nan)
      harness.series[name] = UnsafeMutableBufferPointer(rebasing: buffer[0..<Int(count)])
      return buffer.baseAddress
    }
    outputs.add_row = { outputs, position, cells, count in
      let harness = Harness.of(outputs!.pointee.context)
      let table = harness.output(position)
      guard table.column_count == count else { return ROT_ERR_OUTPUT }
      var row: [Cell] = []
      for index in 0..<Int(count) {
        let cell = cells![index]
        guard cell.type == table.columns[index]!.pointee.type else { return ROT_ERR_OUTPUT }
        switch cell.type {
        case ROT_REAL: row.append(.real(cell.as.real.bitPattern))
        case ROT_TEXT: row.append(.text(cell.as.text.map { String(cString: $0) }))
        default: row.append(.integer(cell.as.integer))
        }
      }
      harness.rows[harness.name(position), default: []].append(row)
      return ROT_OK
    }
    return withUnsafePointer(to: &outputs) { body($0) }
  }

  private var expectedRows = 0
}
