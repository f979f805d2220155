/// The 64-bit checksum of a column: XXH64 with seed 0 of its little-endian bytes.
///
/// Yann Collet, "xxHash fast digest algorithm", specification v0.1.1 (2018), section "XXH64".
/// O(n), no allocation; finds damage, does not resist an adversary.
enum XXH64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// The checksum of whole 8-byte words.
  static func checksum(_ words: Span<UInt64>) -> UInt64 {
    let count = words.count
    let stripes = count / 4
    var hash: UInt64
    if stripes > 0 {
      var lane0 = prime1 &+ prime2
      var lane1 = prime2
      var lane2: UInt64 = 0
      var lane3 = 0 &- prime1
      for stripe in 0..<stripes {
        lane0 = round(lane0, words[stripe &* 4])
        lane1 = round(lane1, words[stripe &* 4 &+ 1])
        lane2 = round(lane2, words[stripe &* 4 &+ 2])
        lane3 = round(lane3, words[stripe &* 4 &+ 3])
      }
      hash =
        rotate(lane0, 1) &+ rotate(lane1, 7) &+ rotate(lane2, 12) &+ rotate(lane3, 18)
      hash = merge(hash, lane0)
      hash = merge(hash, lane1)
      hash = merge(hash, lane2)
      hash = merge(hash, lane3)
    } else {
      hash = prime5
    }
    hash = hash &+ UInt64(count) &* 8
    for index in (stripes &* 4)..<count {
      hash = rotate(hash ^ round(0, words[index]), 27) &* prime1 &+ prime4
    }
    hash = (hash ^ (hash &>> 33)) &* prime2
    hash = (hash ^ (hash &>> 29)) &* prime3
    return hash ^ (hash &>> 32)
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* prime2, 31) &* prime1
  }

  private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
    (hash ^ round(0, lane)) &* prime1 &+ prime4
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    (value &<< bits) | (value &>> (64 &- bits))
  }
}
