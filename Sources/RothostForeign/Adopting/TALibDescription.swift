import RothostSeries

/// TA-Lib's description of itself: `TA_FunctionDescriptionXML` for the words, and the abstract
/// interface (`ta_abstract.h`) for names, ranges and choices.
///
/// `TA_FuncInfo` is left alone: its fields moved between versions. The structs read here have had the
/// same layout since 0.4.
struct TALibDescription {
  private typealias Text = @convention(c) () -> UnsafePointer<CChar>?
  private typealias Handle =
    @convention(c) (
      UnsafePointer<CChar>?, UnsafeMutablePointer<UnsafeRawPointer?>?
    ) -> Int32
  private typealias Info =
    @convention(c) (
      UnsafeRawPointer?, UInt32, UnsafeMutablePointer<UnsafeRawPointer?>?
    ) -> Int32

  let version: String
  let functions: [TALibFunction]

  /// Opens the library and asks it.
  ///
  /// - Throws: `.plugin` where the file is no TA-Lib that describes itself.
  init(_ file: ForeignLibrary.File) throws(RothostError) {
    let path = file.path
    let object: SharedObject
    do {
      object = try SharedObject(file.opened, path: path)
    } catch {
      throw RothostError(.plugin, "the loader refused it: \(error.message)")
    }
    func symbol<Function>(_ name: String, as type: Function.Type) throws(RothostError) -> Function {
      guard let address = unsafe object.symbol(name) else {
        throw RothostError(
          .plugin,
          "\(path) has no function \(name), so it is no TA-Lib that describes itself; give the "
            + "shared library of TA-Lib 0.4 or later")
      }
      // Its type is that of ta_abstract.h and ta_common.h.
      return unsafe unsafeBitCast(address, to: type)
    }
    // Functions of a library that is never closed, until the end of this initialiser.
    let words = unsafe try symbol("TA_FunctionDescriptionXML", as: Text.self)
    let versionText = unsafe try symbol("TA_GetVersionString", as: Text.self)
    let handle = unsafe try symbol("TA_GetFuncHandle", as: Handle.self)
    let inputInfo = unsafe try symbol("TA_GetInputParameterInfo", as: Info.self)
    let optionInfo = unsafe try symbol("TA_GetOptInputParameterInfo", as: Info.self)
    let outputInfo = unsafe try symbol("TA_GetOutputParameterInfo", as: Info.self)
    // Both answer constant texts.
    version =
      unsafe Self.text(versionText()).split(separator: " ").first.map(String.init) ?? "unknown"
    let document = unsafe TALibDocument(text: Self.text(words()))
    var functions: [TALibFunction] = []
    for entry in document.entries {
      var found: UnsafeRawPointer?
      // The name is a C string for the call.
      guard unsafe handle(entry.name, &found) == 0, let found = unsafe found else {
        throw RothostError(.plugin, "TA-Lib describes \(entry.name), but does not know it")
      }
      // A handle of the library.
      functions.append(
        TALibFunction(
          name: entry.name, summary: entry.summary, group: entry.group,
          inputs: unsafe Self.all(inputInfo, found).map { unsafe Self.input($0) },
          options: unsafe Self.all(optionInfo, found).map { unsafe Self.option($0) },
          outputs: unsafe Self.all(outputInfo, found).map { unsafe Self.output($0) }))
    }
    self.functions = functions
    guard !functions.isEmpty else { throw RothostError(.plugin, "\(path) describes no functions") }
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    // Constant texts of the library.
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
  }

  /// Every parameter's struct: the library answers another status than 0 after the last.
  private static func all(_ info: Info, _ handle: UnsafeRawPointer) -> [UnsafeRawPointer] {
    var structs = unsafe [UnsafeRawPointer]()
    for index in 0..<UInt32(64) {
      var found: UnsafeRawPointer?
      // A handle of the library; the struct is constant.
      guard unsafe info(handle, index, &found) == 0, let found = unsafe found else { break }
      unsafe structs.append(found)
    }
    return unsafe structs
  }

  private static func name(_ info: UnsafeRawPointer, without prefix: String) -> String {
    // Every parameter struct has its name at byte 8.
    let name = unsafe text(info.load(fromByteOffset: 8, as: UnsafePointer<CChar>?.self))
    return (name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name).lowercased()
  }

  /// `TA_InputParameterInfo`: type 0, name 8, flags 16.
  private static func input(_ info: UnsafeRawPointer) -> TALibFunction.Input {
    // As said above.
    guard unsafe info.load(as: Int32.self) == 0 else {
      return .real(unsafe name(info, without: "in"))
    }
    let flags = unsafe info.load(fromByteOffset: 16, as: Int32.self)
    let columns = ["open", "high", "low", "close", "volume", "openinterest"]
    return .prices(columns.indices.filter { flags & (1 << $0) != 0 }.map { columns[$0] })
  }

  /// `TA_OptInputParameterInfo`: type 0, name 8, flags 16, display name 24, data 32, default 40,
  /// hint 48.
  private static func option(_ info: UnsafeRawPointer) -> TALibFunction.Option {
    // As said above; the data's layout follows from the type.
    let type = unsafe info.load(as: Int32.self)
    let data = unsafe info.load(fromByteOffset: 32, as: UnsafeRawPointer?.self)
    let kind: TALibFunction.Option.Kind
    switch type {
    case 0:
      kind = .real(
        unsafe data.flatMap { data in
          unsafe range(data.load(as: Double.self), data.load(fromByteOffset: 8, as: Double.self))
        })
    case 2:
      kind = .integer(
        unsafe data.flatMap { data in
          unsafe range(
            Double(data.load(as: Int32.self)), Double(data.load(fromByteOffset: 4, as: Int32.self)))
        })
    case 3: kind = .choice(unsafe data.map { unsafe choices($0) } ?? [])
    default: kind = .real(nil)
    }
    return unsafe TALibFunction.Option(
      name: name(info, without: "optIn"),
      help: text(info.load(fromByteOffset: 48, as: UnsafePointer<CChar>?.self)), kind: kind,
      fallback: info.load(fromByteOffset: 40, as: Double.self))
  }

  /// `TA_IntegerList`: pairs 0, count 8; a pair: value 0, name 8, 16 bytes in all.
  private static func choices(_ list: UnsafeRawPointer) -> [(code: Int32, name: String)] {
    // As said above.
    guard let pairs = unsafe list.load(as: UnsafeRawPointer?.self) else { return [] }
    return (0..<Int(unsafe list.load(fromByteOffset: 8, as: UInt32.self))).map { index in
      unsafe (
        pairs.load(fromByteOffset: 16 * index, as: Int32.self),
        text(pairs.load(fromByteOffset: 16 * index + 8, as: UnsafePointer<CChar>?.self))
          .lowercased()
      )
    }
  }

  /// TA-Lib writes ±3e37 where there is no limit (`TA_REAL_MAX`, ta_defs.h).
  private static func range(_ low: Double, _ high: Double) -> ClosedRange<Double>? {
    low < high && (low > -1e37 || high < 1e37) ? low...high : nil
  }

  /// `TA_OutputParameterInfo`: type 0, name 8.
  private static func output(_ info: UnsafeRawPointer) -> TALibFunction.Output {
    // As said above. talib drops `real` where more follows: outRealUpperBand is upperband.
    var name = unsafe name(info, without: "out")
    if name.hasPrefix("real"), !["real", "real0", "real1"].contains(name) {
      name = String(name.dropFirst(4))
    }
    return TALibFunction.Output(name: name, isInteger: unsafe info.load(as: Int32.self) == 1)
  }
}
