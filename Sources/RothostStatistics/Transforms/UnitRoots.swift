/// The roots of unity that a discrete Fourier transform turns by, the same bits on every machine.
///
/// By Taylor's series in the first eighth of the circle and mirrored from there: the C library's sine
/// rounds differently from processor to processor.
enum UnitRoots {
  /// cos and sin of -2πk/count, one after the other, for k < 3·count/4; `count` a power of two ≥ 2.
  static func forward(_ count: Int) -> AlignedDoubles {
    precondition(count >= 2 && count & (count - 1) == 0)
    var roots = AlignedDoubles(2 * max(2, 3 * count / 4))
    for k in 0..<max(1, 3 * count / 4) {
      let (cosine, sine) = unit(k, of: count)
      roots[2 * k] = cosine
      roots[2 * k + 1] = -sine
    }
    return roots
  }

  /// cos and sin of 2πk/count.
  static func unit(_ k: Int, of count: Int) -> (cosine: Double, sine: Double) {
    // In eighths of the circle: which one, and how far into it.
    let (octant, part) = (8 * k).quotientAndRemainder(dividingBy: count)
    let near = octant % 2 == 0 ? part : count - part
    let angle = 2 * Double.pi * (Double(near) / Double(8 * count))
    let square = angle * angle
    // To the term of angle¹⁶ and angle¹⁷: (π/4)¹⁸/18! is 2e-18.
    var (cosine, sine) = (1.0, 1.0)
    for term in stride(from: 16.0, to: 0, by: -2) {
      cosine = 1 - cosine * square / (term * (term - 1))
      sine = 1 - sine * square / (term * (term + 1))
    }
    sine *= angle
    switch octant % 8 {
    case 0: return (cosine, sine)
    case 1: return (sine, cosine)
    case 2: return (-sine, cosine)
    case 3: return (-cosine, sine)
    case 4: return (-cosine, -sine)
    case 5: return (-sine, -cosine)
    case 6: return (sine, -cosine)
    default: return (cosine, -sine)
    }
  }
}
