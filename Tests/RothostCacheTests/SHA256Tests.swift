import Testing

@testable import RothostCache

@Suite struct SHA256Tests {
  @Test("a million times a has the digest of FIPS 180-2, however the bytes are cut")
  func million() {
    // FIPS 180-2, appendix B.3.
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    for pieces in [[1_000_000], [63, 1, 64, 65, 128, 999, 4097], [1, 100_000]] {
      let hash = SHA256()
      var left = 1_000_000
      var turn = 0
      while left > 0 {
        let count = min(left, pieces[turn % pieces.count])
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)
        hash.add(bytes.span)
        left -= count
        turn += 1
      }
      #expect(hash.finish() == expected, "\(pieces)")
    }
  }

  @Test("the empty text and abc have their published digests")
  func short() {
    // FIPS 180-2, appendix B.1; NIST SHA256ShortMsg, Len = 0.
    let empty = SHA256()
    #expect(
      empty.finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let abc = SHA256()
    abc.add(Array("abc".utf8).span)
    #expect(abc.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
