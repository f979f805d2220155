import CKernelClones
import Testing

@Suite struct CloneTests {
  @Test("every clone of every kernel gives the bits of the plainest, gaps or none")
  func clones() throws {
    for (seed, gaps) in [(41, false), (42, true)] as [(UInt64, Bool)] {
      var noise = Noise(seed: seed)
      var x = noise.normals(2048)
      var y = zip(x, noise.normals(2048)).map { 0.5 * $0 + $1 }
      if gaps {
        for t in [3, 64, 65, 500, 1999] { x[t] = .nan }
        for t in [64, 121, 800] { y[t] = .nan }
      }
      for clone in 1..<max(1, Int32(clones_count())) {
        guard let name = clones_name(clone) else {
          print("SKIPPED: this processor runs only \(clone) of the kernels' clones")
          continue
        }
        var ran: Int32 = 0
        let different = clones_difference(0, clone, x, y, &ran)
        #expect(
          different == nil,
          "seed \(seed): \(different.map { String(cString: $0) } ?? "") on \(String(cString: name))"
        )
        #expect(ran > 60)
      }
    }
  }
}
