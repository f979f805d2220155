/// One input of a stream: values that arrived, on their way to samples on the stream's clock.
struct StreamLeg: Sendable {
  struct Sample: Sendable {
    var stamp: Int64
    var value: Double
  }

  let input: FrameInput
  private let clock: SamplingClock
  /// Bins count as soon as they begin: with `previous`, for every input but the anchor.
  private let showsOpenBins: Bool
  /// Added to stamps: a date's close, where dates meet instants.
  private let shift: Int64
  /// Arrived but not yet reached by the time; sorted by the stamp from which they are known.
  private var pending: [Sample] = []
  private var open: Sample?
  private var lastSettled = Int64.min
  private var lastBin = Int64.min
  private var gap: Int64 = 0
  private var equalGaps = 0
  /// Samples that alignment has not used yet; those before `head` are spent.
  private var ready: [Sample] = []
  private var head = 0

  init(_ input: FrameInput, clock: SamplingClock, showsOpenBins: Bool, shift: Int64) {
    self.input = input
    self.clock = clock
    self.showsOpenBins = showsOpenBins
    self.shift = shift
    for row in input.times.indices {
      settle(Sample(stamp: input.availability(of: input.times[row]), value: input.values[row]))
    }
    closeBin(now: nil)
  }

  var first: Sample? { head < ready.count ? ready[head] : nil }

  /// O(1) amortised.
  mutating func removeFirst() {
    head += 1
    if head > 64, head > ready.count / 2 {
      ready.removeFirst(head)
      head = 0
    }
  }

  /// O(1) for values in order; else O(values that arrived early).
  mutating func push(_ time: Int64, _ value: Double) throws(RothostError) {
    let stamp = input.availability(of: time)
    let isBehind = input.delay == nil ? stamp <= lastSettled : stamp < lastSettled
    if isBehind || (binEnd(of: stamp) ?? .max) <= lastBin {
      throw RothostError(
        .input,
        "\(input.name): the value of \(ISO8601.text(time, as: input.kind)) arrives after the stream "
          + "has passed that time; push values before advancing beyond them")
    }
    var place = pending.count
    while place > 0, pending[place - 1].stamp > stamp { place -= 1 }
    if input.delay == nil, place > 0, pending[place - 1].stamp == stamp {
      throw RothostError(
        .input, "\(input.name): \(ISO8601.text(time, as: input.kind)) was pushed twice")
    }
    pending.insert(Sample(stamp: stamp, value: value), at: place)
  }

  /// Takes in what is known by the given moment.
  mutating func settle(through now: Int64) {
    var count = 0
    while count < pending.count, pending[count].stamp <= now {
      settle(pending[count])
      count += 1
    }
    pending.removeFirst(count)
    closeBin(now: now)
  }

  private mutating func settle(_ sample: Sample) {
    if lastSettled != .min {
      // A gap of centuries wraps, and equals no other.
      let step = sample.stamp &- lastSettled
      equalGaps = step == gap ? equalGaps + 1 : 1
      gap = step
    }
    lastSettled = sample.stamp
    guard let end = binEnd(of: sample.stamp) else {
      return put(Sample(stamp: sample.stamp + shift, value: sample.value))
    }
    if showsOpenBins { return put(Sample(stamp: end, value: sample.value)) }
    if let bin = open, bin.stamp == end {
      if !sample.value.isNaN { open?.value = sample.value }
    } else {
      if let bin = open { finish(bin) }
      open = Sample(stamp: end, value: sample.value)
    }
  }

  /// Finishes the open bin where the calendar, or the time, says that no more can fall into it.
  private mutating func closeBin(now: Int64?) {
    guard let bin = open else { return }
    let hasPassed = now.map { input.binHasPassed(bin.stamp, at: $0) } ?? false
    let barLength = equalGaps >= 4 ? gap : 0
    if hasPassed || input.completesBin(bin.stamp, last: lastSettled, barLength: barLength) {
      finish(bin)
    }
  }

  private mutating func finish(_ bin: Sample) {
    lastBin = bin.stamp
    open = nil
    ready.append(bin)
  }

  private mutating func put(_ sample: Sample) {
    if head < ready.count, ready[ready.count - 1].stamp == sample.stamp {
      if !sample.value.isNaN { ready[ready.count - 1].value = sample.value }
    } else {
      ready.append(sample)
    }
  }

  private func binEnd(of stamp: Int64) -> Int64? {
    clock.binEnd(containing: CivilDate(containingNanoseconds: stamp))?.startNanoseconds
  }
}
