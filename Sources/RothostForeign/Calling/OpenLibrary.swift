import CRothost
import Glibc
import RothostLock
import RothostSeries
import struct Synchronization.Atomic

/// A library of a manifest, opened; initialised at the first call into it.
@safe final class OpenLibrary: @unchecked Sendable {
  let object: SharedObject
  private let name: String
  private let initialise: PreparedCall?
  private let initialised: Int64?
  private let finalise: PreparedCall?
  private let beginning = Mutex<Result<Void, RothostError>?>(nil)
  private let hasBegun = Atomic<Bool>(false)

  /// - Throws: `.plugin` where the loader refuses it or a symbol is missing.
  init(_ library: ForeignLibrary, _ file: ForeignLibrary.File) throws(RothostError) {
    object = try SharedObject(file.opened, path: file.path)
    name = library.name
    initialised = library.initialised
    let object = object
    func prepared(_ call: ForeignCall?) throws(RothostError) -> PreparedCall? {
      guard let call else { return nil }
      return try Self.prepare(call, parameters: [], in: object)
    }
    initialise = try prepared(library.initialise)
    finalise = try prepared(library.finalise)
  }

  func prepare(
    _ call: ForeignCall, parameters: [ForeignParameter]
  ) throws(RothostError) -> PreparedCall {
    try Self.prepare(call, parameters: parameters, in: object)
  }

  private static func prepare(
    _ call: ForeignCall, parameters: [ForeignParameter], in object: SharedObject
  ) throws(RothostError) -> PreparedCall {
    guard let address = unsafe object.symbol(call.symbol) else {
      throw RothostError(
        .plugin,
        "\(object.path) has no function \(call.symbol); `nm -D` lists what it has")
    }
    // The library is never closed.
    return try unsafe PreparedCall(call, at: address, parameters: parameters)
  }

  /// Runs the library's initialisation once in this process; later calls cost one load.
  ///
  /// - Throws: `.failed` where it answers something else than the manifest says.
  func begin() throws(RothostError) {
    if initialise == nil || hasBegun.load(ordering: .acquiring) { return }
    let outcome: Result<Void, RothostError> = beginning.withLock { beginning in
      if let outcome = beginning { return outcome }
      let outcome = Result { () throws(RothostError) in try start() }
      beginning = outcome
      return outcome
    }
    try outcome.get()
    hasBegun.store(true, ordering: .releasing)
  }

  private func start() throws(RothostError) {
    guard let initialise else { return }
    let register = Self.call(initialise)
    if let wanted = initialised, let number = initialise.call.prototype.returns.number,
      let answer = number.integer(ofRegister: register), answer != wanted
    {
      throw RothostError(
        .failed, "\(initialise.call.symbol) of \(name) answered \(answer) instead of \(wanted)")
    }
    if let finalise { Finalisation.add(finalise) }
  }

  static func call(_ call: PreparedCall) -> UInt64 {
    var frame = unsafe ForeignFrame()
    // The frame lives through the call.
    return unsafe withUnsafeMutablePointer(to: &frame) { unsafe call.run($0).result }
  }
}

/// What libraries want called when the process ends, last begun first: `atexit`.
enum Finalisation {
  private static let calls = Mutex<[PreparedCall]>([])

  static func add(_ call: PreparedCall) {
    let isFirst = calls.withLock { calls in
      calls.append(call)
      return calls.count == 1
    }
    guard isFirst else { return }
    // A function without state.
    atexit { Finalisation.run() }
  }

  private static func run() {
    let all = calls.withLock { calls in
      defer { calls = [] }
      return calls
    }
    for call in all.reversed() { _ = OpenLibrary.call(call) }
  }
}
