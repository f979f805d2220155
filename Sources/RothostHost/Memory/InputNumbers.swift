import RothostCache
import RothostSeries

/// Stamps and values of one input, where they lie: in the cache's map or in sealed memory.
struct InputNumbers: Sendable {
  var times: SharedArray<Int64>
  var values: SharedArray<Double>

  var count: Int { times.count }

  init(times: SharedArray<Int64>, values: SharedArray<Double>) {
    self.times = times
    self.values = values
  }

  /// A column of a snapshot, without a copy; O(1).
  init(_ view: SeriesView, column: Int) {
    times = Self.times(of: view)
    values = view.withColumn(column) { Self.shared($0, owner: view) }
  }

  /// The stamps of a snapshot, without a copy; O(1).
  static func times(of view: SeriesView) -> SharedArray<Int64> {
    view.withTimes { shared($0, owner: view) }
  }

  /// Copies of the caller's arrays, all in one sealed memory, as a plugin or a worker may see it; O(n).
  ///
  /// One, because each is an open file, and a worker's socket takes less than three hundred.
  static func sealed(_ arrays: [ArrayInput]) throws(RothostError) -> [InputNumbers] {
    if arrays.isEmpty { return [] }
    var offsets: [(times: Int, values: Int)] = []
    let memory = try SealedMemory(
      byteCount: arrays.reduce(0) {
        $0 + SealedMemory.size(of: $1.times.count) + SealedMemory.size(of: $1.values.count)
      }
    ) { writer throws(RothostError) in
      for array in arrays {
        let times = try writer.append(array.times.span)
        offsets.append((times, try writer.append(array.values.span)))
      }
    }
    return zip(arrays, offsets).map { array, offset in
      InputNumbers(
        times: memory.array(of: Int64.self, at: offset.times, count: array.times.count),
        values: memory.array(of: Double.self, at: offset.values, count: array.values.count))
    }
  }

  /// The rows with stamps in the given inclusive range; O(log n).
  func within(from: Int64?, to: Int64?) -> InputNumbers {
    let first = from.map { from in times.partitionPoint { $0 >= from } } ?? 0
    let end = to.map { to in times.partitionPoint { $0 > to } } ?? count
    let rows = first..<max(first, end)
    return InputNumbers(times: times.slice(rows), values: values.slice(rows))
  }

  private static func shared<Element: BitwiseCopyable & Sendable>(
    _ span: Span<Element>, owner: SeriesView
  ) -> SharedArray<Element> {
    // The span lies in the map, which does not move and stays while the view lives.
    unsafe span.withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return SharedArray([]) }
      return unsafe SharedArray(owner: owner, base: base, count: elements.count)
    }
  }
}

extension SharedArray {
  /// The first index from which on a condition holds that never stops holding; O(log n).
  func partitionPoint(_ holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
