import CRothostKernels

/// Calls of the kernel of regressions; the same rules as in `Kernels.swift`.
extension Kernels {
  /// R of columns of one length, column by column: `[j][i]` for i ≤ j. O(rows·columns²).
  static func triangle(_ columns: [ArraySlice<Double>]) -> [[Double]] {
    let (width, rows) = (columns.count, columns.first?.count ?? 0)
    precondition(columns.allSatisfy { $0.count == rows })
    // A panel of 32 KiB leaves the first level of cache room for all else.
    let most = max(64, min(256, 4096 / max(1, width) / 8 * 8))
    let panel = AlignedDoubles(unwritten: width * most)
    var r = [Double](repeating: 0, count: width * width)
    for first in stride(from: 0, to: rows, by: most) {
      let count = min(most, rows - first)
      let padded = (count + 7) / 8 * 8
      for (j, column) in columns.enumerated() {
        panel.write(column.span.extracting(first..<first + count), at: j * padded)
        for k in count..<padded { panel.store(0, at: j * padded + k) }
      }
      // The panel holds width·padded values, all written; r is the kernel's square.
      unsafe rot_reduce_rows(panel.pointer, padded, width, &r)
    }
    return (0..<width).map { j in Array(r[(j * width)...(j * width + j)]) }
  }
}
