import Basics
import Hyperopt
import Testing

@Suite("Quasi-random sequences")
struct SequenceTests {
  @Test(
    "Each of 2^k Sobol points has an interval of its own on every axis, also beyond the table of 64"
  )
  func stratified() {
    let sequence = SobolSequence(axisCount: 130, source: RandomSource(seed: 5))
    let points = (0..<64).map(sequence.point)
    for axis in 0..<130 {
      #expect(Set(points.map { Int($0[axis] * 64) }).count == 64, "axis \(axis)")
    }
  }

  @Test("Sobol points are even in pairs of axes")
  func pairs() {
    let sequence = SobolSequence(axisCount: 8, source: RandomSource(seed: 9))
    let points = (0..<256).map(sequence.point)
    // The first two axes are a net: every box of 16 x 16 has one point.
    #expect(Set(points.map { Int($0[0] * 16) * 16 + Int($0[1] * 16) }).count == 256)
    for axis in 1..<8 {
      let boxes = Set(points.map { Int($0[axis - 1] * 8) * 8 + Int($0[axis] * 8) })
      #expect(boxes.count == 64, "axes \(axis - 1) and \(axis)")
    }
  }

  @Test("Halton points have an interval of their own in the base of every axis")
  func halton() {
    let sequence = HaltonSequence(axisCount: 3, source: RandomSource(seed: 5))
    for (axis, count) in [(0, 64), (1, 81), (2, 125)] {
      let intervals = (0..<count).map { Int(sequence.point($0)[axis] * Double(count) + 1e-9) }
      #expect(Set(intervals).count == count)
    }
  }

  @Test("Seeds give other points")
  func seeds() {
    let first = SobolSequence(axisCount: 4, source: RandomSource(seed: 1)).point(3)
    #expect(first != SobolSequence(axisCount: 4, source: RandomSource(seed: 2)).point(3))
    #expect(first == SobolSequence(axisCount: 4, source: RandomSource(seed: 1)).point(3))
  }
}
