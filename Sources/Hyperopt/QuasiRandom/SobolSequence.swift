import Basics

/// A Sobol sequence, scrambled as Owen does: any stretch of 2^k points from a multiple of 2^k on fills the axes evenly.
///
/// Sources: Joe and Kuo (2008) for the direction numbers; Burley, "Practical hash-based Owen scrambling" (2020). Beyond
/// 64 axes the points of the first ones come again in another order.
package struct SobolSequence: Sendable {
  /// 32 direction numbers for each axis of the table.
  private let directions: [UInt32]
  private let axisCount: Int
  private let seeds: [UInt32]
  private let orderSeeds: [UInt32]

  /// - Parameters:
  ///   - axisCount: the number of coordinates.
  ///   - source: what the scrambling depends on.
  package init(axisCount: Int, source: RandomSource) {
    var source = source
    self.axisCount = axisCount
    let tableSize = SobolTable.axes.count + 1
    directions = (0..<min(axisCount, tableSize)).flatMap(Self.directionNumbers)
    seeds = (0..<axisCount).map { _ in UInt32(truncatingIfNeeded: source.next()) }
    orderSeeds = (0...axisCount / tableSize).map { _ in UInt32(truncatingIfNeeded: source.next()) }
  }

  /// Returns coordinates in [0, 1).
  ///
  /// - Parameter index: the number of the point, from 0 below 2^32.
  package func point(_ index: Int) -> [Double] {
    let tableSize = SobolTable.axes.count + 1
    return (0..<axisCount).map { axis in
      // The points of a block of axes come in an order of its own, else axis 64 would repeat axis 0.
      let block = axis / tableSize
      var bits = Self.scrambled(UInt32(truncatingIfNeeded: index), orderSeeds[block])
      var position = 32 * (axis % tableSize)
      var value: UInt32 = 0
      while bits != 0 {
        if bits & 1 == 1 { value ^= directions[position] }
        bits >>= 1
        position += 1
      }
      return Double(Self.scrambled(value, seeds[axis])) * 0x1p-32
    }
  }

  /// Permutes the binary fractions so that every dyadic interval stays one.
  private static func scrambled(_ value: UInt32, _ seed: UInt32) -> UInt32 {
    var x = bitReversed(value) &+ seed
    x ^= x &* 0x6C50_B47C
    x ^= x &* 0xB82F_1E52
    x ^= x &* 0xC7AF_E638
    x ^= x &* 0x8D22_F6E6
    return bitReversed(x)
  }

  private static func bitReversed(_ value: UInt32) -> UInt32 {
    var x = value.byteSwapped
    x = (x & 0x0F0F_0F0F) << 4 | (x >> 4) & 0x0F0F_0F0F
    x = (x & 0x3333_3333) << 2 | (x >> 2) & 0x3333_3333
    return (x & 0x5555_5555) << 1 | (x >> 1) & 0x5555_5555
  }

  private static func directionNumbers(ofAxis axis: Int) -> [UInt32] {
    guard axis > 0 else { return (0..<32).map { 1 << (31 - UInt32($0)) } }
    let (polynomial, initial) = SobolTable.axes[axis - 1]
    let degree = initial.count
    var numbers = initial
    for index in degree..<32 {
      var number = numbers[index - degree] ^ numbers[index - degree] << UInt32(degree)
      for back in 1..<max(degree, 1) where polynomial >> UInt32(degree - back) & 1 == 1 {
        number ^= numbers[index - back] << UInt32(back)
      }
      numbers.append(number)
    }
    return numbers.enumerated().map { $1 << (31 - UInt32($0)) }
  }
}
