/// Reproducible numbers in -1 ..< 1 (a linear congruential generator, Knuth's MMIX constants).
struct TestNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2_654_435_761 &+ 1 }

  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 33) & 0xffff) / 32768 - 1
  }
}
