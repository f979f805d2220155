import CRothost
import RothostHost
import RothostSeries

// From `rot_request` to `Request`: everything is copied, so that nothing of the caller's is kept.

@safe func readRequest(_ pointer: UnsafePointer<rot_request>?) throws(RothostError) -> Request {
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_request(), minimum: MemoryLayout<rot_request>.size, "request")
  // The struct's texts are the caller's and valid during the call.
  var request = Request(indicator: try unsafe text(raw.indicator, "request.indicator"))
  // As above.
  request.inputs = unsafe try readEach(
    raw.bindings, count: raw.binding_count, "request.bindings", readBinding)
  // As above.
  request.settings = unsafe try readEach(
    raw.settings, count: raw.setting_count, "request.settings", readSetting)
  // Plain numbers from here on.
  let (flags, from, to) = unsafe (raw.flags, raw.from_ns, raw.to_ns)
  if from != 0 || to != 0 {
    request.from = from == rotMissing ? nil : from
    request.to = to == rotMissing ? nil : to
  }
  // As above.
  if let clock = try unsafe optionalText(raw.clock, "request.clock") {
    request.clock = try SamplingClock(parsing: clock)
  }
  let (alignment, isolation) = unsafe (raw.alignment, raw.isolation)
  if alignment != 0 {
    guard let known = Alignment(rawValue: alignment) else {
      throw RothostError(
        .argument, "request.alignment is \(alignment); use one of ROT_ALIGN_*, or 0.")
    }
    request.alignment = known
  }
  guard let isolation = Request.Isolation(rawValue: isolation) else {
    throw RothostError(.argument, "request.isolation is \(isolation); use one of ROT_ISOLATION_*.")
  }
  request.isolation = isolation
  // Plain numbers.
  let (staleness, seed, workers, timeout) = unsafe (
    raw.staleness_ns, raw.seed, raw.workers, raw.timeout_ms
  )
  request.staleness = staleness == 0 ? nil : TimeSpan(nanoseconds: staleness)
  request.keepsPartialBin = flags & UInt32(ROT_REQUEST_PARTIAL) != 0
  request.seed = flags & UInt32(ROT_REQUEST_HAS_SEED) != 0 ? seed : nil
  request.workers = Int(workers)
  request.timeoutMilliseconds = timeout
  return request
}

/// `ROT_MISSING`, a cast that the importer leaves out.
let rotMissing = Int64.min

@safe private func readBinding(
  _ pointer: UnsafePointer<rot_binding>
) throws(RothostError) -> InputBinding {
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_binding(), minimum: MemoryLayout<rot_binding>.size, "binding")
  // The struct's texts are the caller's and valid during the call.
  let role = try unsafe text(raw.role, "binding.role")
  let source: InputBinding.Source
  // As above.
  if let name = try unsafe optionalText(raw.series, "binding.series") {
    // As above.
    source = .series(name: name, column: try unsafe optionalText(raw.column, "binding.column"))
  } else if let array = unsafe raw.array {
    source = .array(try readArray(array, role: role))
  } else {
    source = .deferred
  }
  let (transform, delay) = unsafe (raw.transform, raw.delay_ns)
  guard transform == -1 || Transform(rawValue: transform) != nil else {
    throw RothostError(
      .argument, "binding.transform of `\(role)` is \(transform); use one of ROT_TRANSFORM_*.")
  }
  return InputBinding(
    role: role, source: source, transform: Transform(rawValue: transform),
    delay: delay == rotMissing ? nil : TimeSpan(nanoseconds: delay))
}

@safe private func readArray(
  _ pointer: UnsafePointer<rot_series>, role: String
) throws(RothostError) -> ArrayInput {
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_series(), minimum: MemoryLayout<rot_series>.size, "binding.array")
  // The arrays are the caller's and valid during the call; copied.
  return ArrayInput(
    name: try unsafe optionalText(raw.name, "array.name") ?? role,
    times: try unsafe copied(raw.time_ns, count: raw.count, "array.time_ns"),
    values: try unsafe copied(raw.values, count: raw.count, "array.values"),
    timeKind: unsafe raw.flags & UInt32(ROT_SERIES_DATES) != 0 ? .dates : .instants)
}

@safe private func readSetting(
  _ pointer: UnsafePointer<rot_setting>
) throws(RothostError) -> Setting {
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_setting(), minimum: MemoryLayout<rot_setting>.size, "setting")
  // The struct's texts are the caller's and valid during the call.
  let name = try unsafe text(raw.name, "setting.name")
  // As above.
  return Setting(name: name, value: try unsafe readValue(raw.value, name))
}

@safe private func readValue(
  _ raw: rot_value, _ name: String
) throws(RothostError) -> Value {
  // Plain numbers.
  let (type, count) = unsafe (raw.type, Int64(raw.count))
  guard let known = ValueType(rawValue: type & ~UInt32(ROT_LIST)) else {
    throw RothostError(.argument, "setting `\(name)` has the unknown type \(type).")
  }
  let isList = type & UInt32(ROT_LIST) != 0
  // The union's member is the one its type names; arrays are valid during the call and copied.
  switch (known, isList) {
  case (.real, false): return Value(known, .real(unsafe raw.as.real))
  case (.real, true):
    // As above.
    return Value(known, .reals(try unsafe copied(raw.as.reals, count: count, name)))
  case (.text, false):
    // As above.
    return Value(known, .text(try unsafe text(raw.as.text, name)))
  case (.text, true):
    // As above.
    let elements = try unsafe buffer(raw.as.texts, count: count, name)
    var texts: [String] = []
    for index in 0..<elements.count {
      // As above.
      texts.append(try unsafe text(elements[index], name))
    }
    return Value(known, .texts(texts))
  case (_, false): return Value(known, .integer(unsafe raw.as.integer))
  case (_, true):
    // As above.
    return Value(known, .integers(try unsafe copied(raw.as.integers, count: count, name)))
  }
}
