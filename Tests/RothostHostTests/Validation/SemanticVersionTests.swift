import Testing

@testable import RothostHost

@Suite("Semantic versions")
struct SemanticVersionTests {
  @Test(
    "Three numbers, and what may follow them",
    arguments: [
      "0.0.0", "0.0.4", "1.2.3", "10.20.30", "99999999999999999999999.999999999.0", "1.0.0-alpha",
      "1.0.0-alpha.1", "1.0.0-0A.is.legal", "1.0.0-0.3.7", "1.0.0-x-y-z.--", "1.0.0+7",
      "1.0.0+001.20130313144700", "1.0.0-rc.1+build.123", "1.0.0+0.build-1-rc", "1.0.0-a-b+c-d",
      "1.1.2+meta-valid", "1.0.0--", "1.0.0-0",
    ])
  func sound(version: String) {
    #expect(SemanticVersion.isOne(version))
  }

  @Test(
    "Nothing else",
    arguments: [
      "", "-", "+", "1", "1.2", "1.2.3.4", "+1.0.0", "-1.0.0", "1.-0.0", "01.1.1", "1.01.1",
      "1.1.01",
      "1.2.3-", "1.2.3+", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "1.0.0-alpha..1",
      "1.0.0-.",
      "alpha", "alpha.beta", "1.2-SNAPSHOT", "1.0.0-ä", "1.0.0+ä", "1.0.0+a+b", "1.0.0 ", " 1.0.0",
      "v1.0.0", "1..0", "1.0.0-+7", "1.0.0-alpha_beta", "١.0.0",
    ])
  func unsound(version: String) {
    #expect(!SemanticVersion.isOne(version))
  }
}
