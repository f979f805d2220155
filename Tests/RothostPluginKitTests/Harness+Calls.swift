import CRothost

extension Harness {
  /// The parameters in descriptor order: those set, else the defaults as numbers.
  private func parameters() -> [rot_value] {
    (0..<Int(indicator.parameter_count)).map { position in
      let spec = indicator.parameters[position]!.pointee
      if let given = settings[String(cString: spec.name)] { return given }
      var value = rot_value()
      value.type = spec.type
      value.count = 1
      let text = String(cString: spec.default_text)
      if spec.type == ROT_REAL {
        value.as.real = Double(text) ?? .nan
      } else {
        value.as.integer = Int64(text) ?? 0
      }
      return value
    }
  }

  /// Calls `body` with an evaluation over the given columns, one per role of `roles`.
  private func withEvaluation<R>(
    _ columns: [[Double]], times: [Int64], warmUp: Int, roles: [UInt32], isNative: Bool = false,
    _ body: (UnsafePointer<rot_evaluation>) -> R
  ) -> R {
    let buffers = columns.map { column in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(1, column.count))
      _ = buffer.initialize(from: column)
      return buffer
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    let pointers: [UnsafePointer<Double>?] = buffers.map { UnsafePointer($0.baseAddress) }
    return withHost { host in
      withOutputs(rows: times.count - warmUp) { outputs in
        times.withUnsafeBufferPointer { times in
          pointers.withUnsafeBufferPointer { pointers in
            var frame = rot_frame()
            frame.struct_size = UInt32(MemoryLayout<rot_frame>.size)
            frame.column_count = UInt32(columns.count)
            frame.row_count = Int64(times.count)
            frame.warm_up_rows = Int64(warmUp)
            frame.time_ns = times.baseAddress
            frame.columns = pointers.baseAddress
            return withUnsafePointer(to: &frame) { frame in
              parameters().withUnsafeBufferPointer { parameters in
                roles.withUnsafeBufferPointer { roles in
                  var call = rot_evaluation()
                  call.struct_size = UInt32(MemoryLayout<rot_evaluation>.size)
                  call.input_count = UInt32(roles.count)
                  call.input_roles = roles.baseAddress
                  call.host = host
                  call.frame = isNative ? nil : frame
                  call.parameters = parameters.baseAddress
                  call.seed = seed
                  call.outputs = outputs
                  return withUnsafePointer(to: &call) { body($0) }
                }
              }
            }
          }
        }
      }
    }
  }

  func evaluate(
    _ columns: [[Double]], times: [Int64]? = nil, warmUp: Int = 0, roles: [UInt32]? = nil,
    isNative: Bool = false
  ) -> rot_status {
    clear()
    let times = times ?? (0..<(columns.first?.count ?? 0)).map { Int64($0) * 86_400_000_000_000 }
    return withEvaluation(
      columns, times: times, warmUp: warmUp,
      roles: roles ?? columns.indices.map { UInt32($0) }, isNative: isNative
    ) { indicator.evaluate($0) }
  }

  /// Opens a stream on `warmUp` rows, feeds the rest, and snapshots; updates as one array per row.
  func stream(
    _ columns: [[Double]], warmUp: Int = 0, roles: [UInt32]? = nil, peeksFirst: Bool = false
  ) -> [[Double]] {
    clear()
    let count = columns.first?.count ?? 0
    let times = (0..<count).map { Int64($0) * 86_400_000_000_000 }
    var state: UnsafeMutableRawPointer?
    let status = withEvaluation(
      columns.map { Array($0.prefix(warmUp)) }, times: Array(times.prefix(warmUp)), warmUp: warmUp,
      roles: roles ?? columns.indices.map { UInt32($0) }
    ) { indicator.open($0, &state) }
    guard status == ROT_OK else { return [] }
    let seriesCount = (0..<Int(indicator.output_count)).filter {
      indicator.outputs[$0]!.pointee.kind == ROT_OUTPUT_SERIES
    }.count
    var answers: [[Double]] = []
    withHost { host in
      for index in warmUp..<count {
        var out = [Double](repeating: .nan, count: seriesCount)
        columns.map { $0[index] }.withUnsafeBufferPointer { row in
          out.withUnsafeMutableBufferPointer { out in
            var update = rot_update()
            update.struct_size = UInt32(MemoryLayout<rot_update>.size)
            update.column_count = UInt32(columns.count)
            update.time_ns = times[index]
            update.row_index = Int64(index - warmUp)
            update.row = row.baseAddress
            update.series = out.baseAddress
            update.host = host
            if peeksFirst {
              _ = indicator.peek(state, &update)
              out.update(repeating: .nan)
            }
            _ = indicator.update(state, &update)
          }
        }
        answers.append(out)
      }
    }
    _ = withOutputs(rows: 0) { indicator.snapshot(state, $0) }
    indicator.close(state)
    return answers
  }
}
