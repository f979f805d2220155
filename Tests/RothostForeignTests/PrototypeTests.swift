import Testing

@testable import RothostForeign

@Suite("C prototypes of manifests")
struct PrototypeTests {
  @Test("TA-Lib's own style is read, and comes back as a C declaration")
  func wholePrototype() throws {
    let prototype = try PrototypeParser.parse(
      "int TA_RSI(int 0, int last_index, const double input[], int window, int *first, "
        + "int* count, double rsi[]);")
    #expect(prototype.symbol == "TA_RSI")
    #expect(prototype.arguments.map(\.type.pointers) == [0, 0, 1, 0, 1, 1, 1])
    #expect(
      prototype.declaration
        == "int TA_RSI(int a0, int last_index, double *input, int window, int *first, int *count, "
        + "double *rsi);")
  }

  @Test("Every spelling of C's integers has its size and sign")
  func integers() throws {
    let cases: [(String, CNumber)] = [
      ("int", .int32), ("unsigned", .uint32), ("unsigned int", .uint32), ("long", .int64),
      ("long long int", .int64), ("unsigned long", .uint64), ("int long unsigned", .uint64),
      ("short", .int16), ("unsigned short int", .uint16), ("char", .int8),
      ("unsigned char", .uint8), ("signed char", .int8), ("size_t", .uint64),
      ("int64_t", .int64), ("uint8_t", .uint8), ("_Bool", .boolean), ("const float", .float),
      ("double const", .double), ("ptrdiff_t", .int64),
    ]
    for (text, number) in cases {
      let prototype = try PrototypeParser.parse("void f(\(text) 1)")
      #expect(prototype.arguments[0].type.number == number, "\(text)")
    }
  }

  @Test("Callbacks, lists, null and opaque structs are read")
  func otherArguments() throws {
    let prototype = try PrototypeParser.parse(
      "struct answer *f(double (*x)(int row, void *user), void *user, const double **{high, low}, "
        + "const double *{period, 0.5}, gsl_rng *null)")
    #expect(prototype.arguments[0].callback?.parameters.map(\.name) == ["row", "user"])
    #expect(prototype.arguments[2].passed == .list([.name("high"), .name("low")]))
    #expect(prototype.arguments[3].passed == .list([.name("period"), .number("0.5")]))
    #expect(prototype.arguments[4].passed == .null)
    #expect(prototype.returns.pointers == 1)
    #expect(try PrototypeParser.parse("int f(void)").arguments.isEmpty)
    #expect(try PrototypeParser.parse("int f()").arguments.isEmpty)
  }

  @Test(
    "A text that is no prototype says what is wrong",
    arguments: [
      ("", "needs a C type"), ("int", "needs the function's name"), ("int f", "needs `(`"),
      ("int f(", "needs a C type"), ("int f(int", "does not say what is passed"),
      ("int f(int x", "needs `)`"), ("int f(int x) y", "goes on with `y`"),
      ("int f(long double x)", "no type that can be passed"), ("int f(void x)", "by pointer only"),
      ("int f(point x)", "by pointer only"), ("int f(double ****x)", "more than three"),
      ("int f(int %)", "the sign `%`"),
      ("int f(int ²)", "the sign `²`"), ("int f(é x)", "the sign `é`"),
      ("int int(int x)", "which is no type"),
      ("int f.g(int x)", "no name of a C function"),
      ("int f(double *{x, {y}})", "a list in a list"),
      ("int f(double *{x)", "needs `}`"),
      ("int f(unsigned double x)", "no type that can be passed"),
      ("int f(double (*x)(int))", "needs a name for each parameter"),
      ("int f(int x[y])", "needs `]`"), ("3 f(int x)", "needs a C type"),
    ])
  func refused(text: String, words: String) {
    let fault = #expect(throws: PrototypeFault.self) { try PrototypeParser.parse(text) }
    #expect(fault?.words.contains(words) == true, "\(fault?.words ?? "")")
  }
}
