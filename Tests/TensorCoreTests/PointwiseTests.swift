import Basics
import TensorCore
import TestSupport
import Testing

@Suite("Element-wise operations")
struct PointwiseTests {
  static let counts = [0, 1, 3, 16, 31, 1000, 32_768, 32_769, 100_003]

  @Test("sums, products and multiples are exact", arguments: BackendCases.levels, counts)
  func arithmetic(_ level: SIMDLevel, _ count: Int) throws {
    let backend = try BackendCases.backend(level)
    let a = ReferenceTensor(random: [count], seed: 1).floats
    let b = ReferenceTensor(random: [count], seed: 2).floats
    let left = backend.tensor(a, [count])
    let right = backend.tensor(b, [count])
    #expect(backend.add(left, right).scalars == zip(a, b).map { $0 + $1 })
    #expect(backend.multiply(left, right).scalars == zip(a, b).map { $0 * $1 })
    #expect(backend.scale(left, by: -1.5).scalars == a.map { -1.5 * $0 })
  }

  @Test("accumulation changes the accumulator and no copy of it")
  func accumulation() throws {
    let backend = try CPUBackend(threads: 2)
    var accumulator = backend.tensor([1, 2, 3], [3])
    let before = accumulator
    backend.accumulate(backend.tensor([10, 20, 30], [3]), into: &accumulator)
    #expect(accumulator.scalars == [11, 22, 33])
    #expect(before.scalars == [1, 2, 3])
    backend.accumulate(before, into: &accumulator)
    #expect(accumulator.scalars == [12, 24, 36])
  }

  @Test("a tensor may be added to itself in place")
  func accumulationOfItself() throws {
    let backend = try CPUBackend(threads: 1)
    var accumulator = backend.tensor([1, 2, 3], [3])
    backend.accumulate(accumulator, into: &accumulator)
    #expect(accumulator.scalars == [2, 4, 6])
  }
}

@Suite("Dropout")
struct DropoutTests {
  @Test(
    "falls as the documented words of the random stream say, at every instruction set",
    arguments: BackendCases.levels, [1, 5, 64, 1000, 8192, 20_011])
  func mask(_ level: SIMDLevel, _ count: Int) throws {
    let backend = try BackendCases.backend(level)
    let random = RandomSource(seed: 42).split("dropout").split(3)
    let x = ReferenceTensor(random: [count], seed: 1, in: 1..<2)
    let expected = Reference.dropout(x, probability: 0.3, random: random)
    let output = backend.dropout(backend.tensor(x), probability: 0.3, random: random)
    #expect(output.relativeError(to: expected) < 1e-7)
    #expect(zip(output.scalars, expected.values).allSatisfy { ($0 == 0) == ($1 == 0) })
  }

  @Test("keeps the expected share, and the mean of what it is given")
  func statistics() throws {
    let backend = try CPUBackend(threads: 2)
    let ones = Tensor(repeating: 1, shape: [1_000_000], pool: backend.storagePool)
    let output = backend.dropout(ones, probability: 0.3, random: RandomSource(seed: 7)).scalars
    let kept = output.filter { $0 != 0 }
    // Three standard deviations of a binomial share: 3 sqrt(0.3 0.7 / 1e6) = 0.0014.
    #expect(isClose(Double(kept.count) / 1e6, 0.7, absolute: 0.0014))
    #expect(Set(kept) == [1 / 0.7])
  }

  @Test("probability 0 changes nothing, and what was drawn before does not matter")
  func identity() throws {
    let backend = try CPUBackend(threads: 1)
    let x = backend.tensor(ReferenceTensor(random: [100], seed: 1))
    var random = RandomSource(seed: 1)
    #expect(backend.dropout(x, probability: 0, random: random).isIdentical(to: x))
    let first = backend.dropout(x, probability: 0.5, random: random)
    _ = random.next()
    #expect(backend.dropout(x, probability: 0.5, random: random).isIdentical(to: first))
  }

  @Test("an infinite value that falls becomes 0, not NaN")
  func infinities() throws {
    let backend = try CPUBackend(threads: 1)
    let x = Tensor(repeating: .infinity, shape: [256], pool: backend.storagePool)
    let output = backend.dropout(x, probability: 0.5, random: RandomSource(seed: 1)).scalars
    #expect(Set(output) == [0, .infinity])
  }
}
