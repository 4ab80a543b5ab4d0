import TensorCore
import TestSupport
import Testing

/// bfloat16 copies: the nearest of the numbers that are the upper half of a float, ties to even.
@Suite struct RoundingTests {
  private static let cases: [(input: Float, rounded: UInt32)] = [
    (0, 0), (-0.0, 0x8000_0000), (1, 0x3f80_0000), (-2.5, 0xc020_0000),
    // Halfway between two neighbours: the even one, below and above.
    (Float(bitPattern: 0x3f80_8000), 0x3f80_0000), (Float(bitPattern: 0x3f81_8000), 0x3f82_0000),
    (Float(bitPattern: 0x3f80_8001), 0x3f81_0000), (Float(bitPattern: 0x3f80_7fff), 0x3f80_0000),
    (.infinity, 0x7f80_0000), (-.infinity, 0xff80_0000),
    (.greatestFiniteMagnitude, 0x7f80_0000), (.leastNormalMagnitude, 0x0080_0000),
  ]

  @Test(arguments: BackendCases.levels)
  func elementsBecomeTheirNearestNeighbours(level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level, threads: 2)
    let cases = Self.cases
    for count in [1, 2, 7, 16, 31, 1003] {
      let inputs = (0..<count).map { cases[$0 % cases.count].input }
      let result = backend.widened(backend.rounded(backend.tensor(inputs, [count]))).scalars
      #expect(
        result.map(\.bitPattern) == (0..<count).map { cases[$0 % cases.count].rounded },
        "\(count) elements at \(level)")
    }
  }

  @Test(arguments: BackendCases.levels)
  func notANumberStaysNotANumber(level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level, threads: 1)
    // The last one would round to zero if it were a number.
    let inputs = [Float.nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff)]
    let result = backend.widened(backend.rounded(backend.tensor(inputs, [3]))).scalars
    #expect(result.allSatisfy { $0.isNaN })
  }

  @Test func aRoundedCopyTakesHalfTheMemory() throws {
    let backend = try CPUBackend(threads: 1)
    let input = Fixture.tensor([64, 1024], seed: 1, backend: backend)
    let before = backend.storagePool.statistics.bytesInUse
    let copy = backend.rounded(input)
    let taken = backend.storagePool.statistics.bytesInUse - before
    #expect(taken == 64 * 1024 * 2)
    #expect(copy.shape == input.shape)
  }
}
