import TensorCore
import TestSupport
import Testing

@Suite("Rearrangement of channels")
struct ArrangementTests {
  @Test("slices of a concatenation are its parts")
  func concatenation() throws {
    let backend = try CPUBackend(threads: 2)
    for shape in [[1], [3, 4], [2, 7, 5, 3], [2, 67, 53, 5]] {
      let widths = [1, shape[shape.count - 1], 17]
      let parts = widths.enumerated().map { index, width in
        backend.tensor(
          ReferenceTensor(random: Array(shape.dropLast()) + [width], seed: UInt64(index)))
      }
      let joined = backend.concatenateChannels(parts)
      #expect(joined.shape.dimensions == Array(shape.dropLast()) + [widths.reduce(0, +)])
      var first = 0
      for part in parts {
        let range = first..<first + part.shape[-1]
        #expect(backend.sliceChannels(joined, range).isIdentical(to: part))
        first = range.upperBound
      }
    }
    let joined = backend.concatenateChannels([
      backend.tensor([1, 2, 3, 4], [2, 2]), backend.tensor([5, 6], [2, 1]),
    ])
    #expect(joined.scalars == [1, 2, 5, 3, 4, 6])
  }

  @Test(
    "channels first moves every element, and channels last moves it back",
    arguments: [[1, 1, 1, 1], [2, 3, 5, 7], [1, 33, 65, 31], [3, 14, 14, 64], [2, 1, 1, 100]])
  func transposition(_ shape: [Int]) throws {
    let backend = try CPUBackend(threads: 2)
    let x = ReferenceTensor(random: shape, seed: 1)
    let first = backend.channelsFirst(backend.tensor(x))
    #expect(first.relativeError(to: Reference.channelsFirst(x)) == 0)
    #expect(backend.channelsLast(first).isIdentical(to: backend.tensor(x)))
  }

  @Test(
    "sums over rows are exact to double precision before their last rounding",
    arguments: BackendCases.levels,
    [[1, 1], [1, 200], [40_009, 1], [777, 3], [1000, 64], [300, 65], [97, 1200]])
  func sums(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: shape, seed: 1, in: 0..<1)
    let sums = backend.sumOverRows(backend.tensor(x))
    #expect(sums.relativeError(to: Reference.sumOverRows(x)) < 1e-6)
  }
}
