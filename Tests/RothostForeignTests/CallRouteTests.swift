import CRothost
import Foundation
import RothostTestSupport
import Testing

@testable import RothostForeign

@Suite("Calls through the registers")
struct CallRouteTests {
  /// One function of random types, in C, with the value of each argument.
  private struct Case {
    var call: ForeignCall
    var source: String
    var parameters: [rot_value] = []
    var expected = 0.0

    /// `name` answers Σ (i + 1)·argument i, which is exact: values are small multiples of 1/2.
    init(_ name: String, _ random: inout some RandomNumberGenerator) throws {
      let numbers: [(spelling: String, number: CNumber)] = [
        ("int8_t", .int8), ("uint8_t", .uint8), ("short", .int16), ("uint16_t", .uint16),
        ("int", .int32), ("uint32_t", .uint32), ("int64_t", .int64), ("size_t", .uint64),
        ("float", .float), ("double", .double), ("double", .double), ("double", .double),
      ]
      let returns = ["double", "int64_t", "int", "float"].randomElement(using: &random)!
      var (arguments, declared, terms): ([ForeignArgument], [String], [String]) = ([], [], [])
      for index in 0..<Int.random(in: 0...20, using: &random) {
        let (spelling, number) = numbers.randomElement(using: &random)!
        let isUnsigned = [.uint8, .uint16, .uint32, .uint64].contains(number)
        let integer = Int64.random(in: isUnsigned ? 0...99 : -99...99, using: &random)
        let value = number == .float || number == .double ? Double(integer) / 2 : Double(integer)
        expected += Double(2 * index + 2) * value
        declared.append("\(spelling) a\(index)")
        terms.append("\(2 * index + 2) * (double)a\(index)")
        let type = CType(.number(number), spelling: spelling)
        if Bool.random(using: &random) {
          let bits =
            switch number {
            case .float: UInt64(Float(value).bitPattern)
            case .double: value.bitPattern
            default: try #require(number.bits(integer))
            }
          arguments.append(ForeignArgument(type, .constant(bits)))
        } else {
          var parameter = rot_value()
          parameter.count = 1
          parameter.type = number.isReal ? ROT_REAL : ROT_INTEGER
          if number.isReal { parameter.as.real = value } else { parameter.as.integer = integer }
          arguments.append(ForeignArgument(type, .parameter(parameters.count)))
          parameters.append(parameter)
        }
      }
      let list = declared.isEmpty ? "void" : declared.joined(separator: ", ")
      let sum = terms.isEmpty ? "7" : terms.joined(separator: " + ")
      if terms.isEmpty { expected = 7 }
      source = "\(returns) \(name)(\(list)) { return (\(returns))(\(sum)); }\n"
      var prototype = try PrototypeParser.parse("\(returns) \(name)()")
      prototype.arguments = []
      call = ForeignCall(prototype: prototype, arguments: arguments)
    }

    /// The value in a returned register.
    func value(_ bits: UInt64) -> Double {
      switch call.prototype.returns.number {
      case .double: Double(bitPattern: bits)
      case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .int32: Double(Int32(truncatingIfNeeded: bits))
      default: Double(Int64(bitPattern: bits))
      }
    }
  }

  private func opened(_ source: String) throws -> UnsafeMutableRawPointer {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rothost-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, library) = (folder.appendingPathComponent("f.c"), folder.path + "/f.so")
    try ("#include <stddef.h>\n#include <stdint.h>\n" + source)
      .write(to: file, atomically: true, encoding: .utf8)
    try Compiler.run("cc", ["-std=c99", "-O1", "-shared", "-fPIC", file.path], to: library)
    return try #require(dlopen(library, RTLD_NOW))
  }

  @Test("300 functions of random types receive what C's own rules pass, as through libffi")
  func randomSignatures() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let cases = try (0..<300).map { try Case("f\($0)", &random) }
    let library = try opened(cases.map(\.source).joined())
    var through = 0
    for one in cases {
      let address = try #require(dlsym(library, one.call.symbol))
      let parameters = one.parameters.map { _ in ForeignParameter.plain }
      for usesRegisters in [true, false] {
        let call = try PreparedCall(
          one.call, at: address, parameters: parameters, usesRegisters: usesRegisters)
        var frame = ForeignFrame()
        let (bits, misfit) = one.parameters.withUnsafeBufferPointer { values in
          frame.parameters = values.baseAddress
          return call.run(&frame)
        }
        #expect(misfit == nil)
        #expect(one.value(bits) == one.expected, "\(one.source) registers: \(usesRegisters)")
      }
      let types = one.call.arguments.map(\.type)
      if CallRoute(returns: one.call.prototype.returns, arguments: types) != nil { through += 1 }
    }
    // Those with more than eight words on the stack are libffi's; most are not.
    #expect(
      through > 150 || CallRoute(returns: cases[0].call.prototype.returns, arguments: []) == nil)
    #expect(through < 300)
  }
}

extension ForeignParameter {
  /// A number without codes.
  fileprivate static var plain: ForeignParameter {
    ForeignParameter(
      name: "x", documentation: "", unit: nil, kind: .real, isList: false, defaultText: "0",
      range: nil, choices: [], codes: [])
  }
}
