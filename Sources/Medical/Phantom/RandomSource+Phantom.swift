import Basics

// Single-precision draws: the anatomy is full of them.
extension RandomSource {
  mutating func uniform(_ lower: Float, _ upper: Float) -> Float {
    lower + (upper - lower) * nextFloat()
  }

  mutating func normal(_ deviation: Float) -> Float { deviation * Float(nextNormal()) }
}
