import TensorCore
import TestSupport
import Testing

@Suite("Attention")
struct AttentionTests {
  /// Images, tokens, heads, width: one token, primes, a block of queries and one more, many tokens.
  static let shapes: [[Int]] = [
    [1, 1, 1, 1], [2, 3, 1, 5], [1, 7, 3, 4], [2, 17, 2, 16], [1, 64, 2, 8], [1, 65, 1, 8],
    [1, 197, 3, 8],
  ]

  private func packed(_ shape: [Int], seed: UInt64 = 1) -> ReferenceTensor {
    ReferenceTensor(random: [shape[0], shape[1], 3 * shape[2] * shape[3]], seed: seed, in: -2..<2)
  }

  @Test("it equals the reference", arguments: BackendCases.levels, shapes)
  func forward(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let x = packed(shape)
    let result = backend.attention(backend.tensor(x), heads: shape[2])
    #expect(result.output.relativeError(to: Reference.attention(x, heads: shape[2])) < 2e-6)
    #expect(result.logSums.shape == [shape[0], shape[2], shape[1]])
  }

  @Test(
    "its gradient is the derivative", arguments: BackendCases.levels,
    [[1, 1, 1, 1], [2, 3, 1, 5], [1, 7, 3, 4], [1, 66, 1, 2]])
  func gradient(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let x = packed(shape)
    let dy = ReferenceTensor(random: [shape[0], shape[1], shape[2] * shape[3]], seed: 2)
    let forward = backend.attention(backend.tensor(x), heads: shape[2])
    let gradient = backend.attentionGradient(
      outputGradient: backend.tensor(dy), packed: backend.tensor(x), output: forward.output,
      logSums: forward.logSums, heads: shape[2])
    let expected = FiniteDifferences.gradient(at: x) {
      Reference.attention($0, heads: shape[2]).dot(dy)
    }
    #expect(FiniteDifferences.disagreement(gradient.reference, expected) < 1e-5)
  }

  @Test("scores of a thousand overflow nothing", arguments: BackendCases.levels)
  func largeScores(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    var x = packed([1, 5, 1, 4])
    x.values = x.values.map { Double(Float($0 * 40)) }
    let result = backend.attention(backend.tensor(x), heads: 1)
    // The largest score wins almost alone; its rounding, 1e-4, is that of the shares.
    #expect(result.output.relativeError(to: Reference.attention(x, heads: 1)) < 1e-3)
    #expect(backend.isFinite(result.logSums))
  }

  @Test("memory does not grow with the square of the tokens")
  func memory() throws {
    let backend = try CPUBackend(threads: 2)
    let tokens = 1370
    let x = backend.tensor(packed([1, tokens, 12, 4]))
    let before = backend.storagePool.statistics.peakBytesInUse
    let result = backend.attention(x, heads: 12)
    _ = backend.attentionGradient(
      outputGradient: result.output, packed: x, output: result.output, logSums: result.logSums,
      heads: 12)
    // The probabilities of one head alone would be 7.5 MB.
    #expect(backend.storagePool.statistics.peakBytesInUse - before < 2_000_000)
  }

  @Test("bits do not depend on the number of threads", arguments: BackendCases.levels)
  func determinism(_ level: SIMDLevel) throws {
    let results = try [1, 3].map { threads in
      let backend = try BackendCases.backend(level, threads: threads)
      let x = backend.tensor(packed([3, 70, 4, 8]))
      let forward = backend.attention(x, heads: 4)
      let scale = backend.tensor(ReferenceTensor(random: [96], seed: 3))
      let norm = backend.layerNorm(x, scale: scale, shift: scale, epsilon: 1e-6)
      let normGradient = backend.layerNormGradient(
        outputGradient: x, input: x, scale: scale, mean: norm.mean,
        inverseDeviation: norm.inverseDeviation)
      return [
        forward.output,
        backend.attentionGradient(
          outputGradient: forward.output, packed: x, output: forward.output,
          logSums: forward.logSums, heads: 4),
        norm.output, normGradient.input, normGradient.scale, normGradient.shift,
      ]
    }
    #expect(zip(results[0], results[1]).allSatisfy { $0.isIdentical(to: $1) })
  }
}
