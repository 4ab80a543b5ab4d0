import Basics
import TensorCore
import TestSupport
import Testing

@Suite("Determinism")
struct DeterminismTests {
  /// Every operation that sums or shares work among threads, on tensors large enough to be cut into many tasks.
  private func results(of backend: CPUBackend) -> [Tensor] {
    let x = backend.tensor(ReferenceTensor(random: [4, 25, 23, 24], seed: 1))
    let dy = backend.tensor(ReferenceTensor(random: [4, 25, 23, 24], seed: 2))
    let w = backend.tensor(ReferenceTensor(random: [3, 3, 24, 24], seed: 3))
    let scale = backend.tensor(ReferenceTensor(random: [24], seed: 4))
    let shift = backend.tensor(ReferenceTensor(random: [24], seed: 5))
    let convolution = ConvolutionGeometry(kernel: 3, padding: 1)
    let pooling = PoolingGeometry(window: 3, stride: 2, padding: 1)
    let norm = backend.batchNorm(
      x, scale: scale, shift: shift, epsilon: 1e-5, sums: nil, residual: dy, activation: .relu)
    let normGradient = backend.batchNormGradient(
      outputGradient: dy, input: x, positive: norm.positive, scale: scale, shift: shift,
      mean: norm.mean, inverseDeviation: norm.inverseDeviation, activation: .relu,
      usesBatchStatistics: true, wantsResidual: true)
    let matrix = x.reshaped(to: [4 * 25, 23 * 24])
    let rows = x.reshaped(to: [x.count / 8, 8])
    let labels = (0..<x.count / 8).map { Int32($0 % 8) }
    let crossEntropy = backend.crossEntropy(
      logits: rows, labels: labels, classWeights: nil, labelSmoothing: 0.1, ignoredLabel: nil)
    let squared = backend.meanSquaredError(x, target: dy)
    let maxPool = backend.maxPool(x, geometry: pooling)
    let scalars = [
      backend.sumOfSquares(x), crossEntropy.termSum, squared.termSum,
    ].flatMap { [Float($0), Float($0 - Double(Float($0)))] }
    return [
      backend.convolution(x, weights: w, bias: shift, geometry: convolution),
      backend.convolutionInputGradient(
        outputGradient: dy, weights: w, inputShape: x.shape, geometry: convolution, addend: nil),
      backend.convolutionWeightGradient(
        outputGradient: dy, input: x, weightShape: w.shape, geometry: convolution),
      norm.output, norm.mean, norm.variance, normGradient.input, normGradient.scale,
      normGradient.shift, backend.sumOverRows(x), backend.globalAveragePool(x),
      backend.averagePool(x, geometry: pooling), maxPool.output,
      backend.maxPoolGradient(
        outputGradient: maxPool.output, winners: maxPool.winners, inputShape: x.shape,
        geometry: pooling),
      backend.matrixProduct(matrix, transposed: true, matrix, transposed: false),
      backend.matrixProduct(matrix, transposed: false, matrix, transposed: true),
      backend.linear(matrix, weights: matrix, bias: nil),
      backend.activation(x, .gelu), backend.softmax(rows), crossEntropy.gradient, squared.gradient,
      backend.dropout(x, probability: 0.5, random: RandomSource(seed: 1)),
      backend.tensor(scalars, [scalars.count]),
    ]
  }

  @Test("the same call gives the same bits again and again", arguments: BackendCases.levels)
  func repetition(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level, threads: 3)
    let first = results(of: backend)
    for _ in 0..<3 {
      #expect(zip(results(of: backend), first).allSatisfy { $0.isIdentical(to: $1) })
    }
  }

  @Test("the number of threads does not change a bit", arguments: BackendCases.levels)
  func threads(_ level: SIMDLevel) throws {
    let alone = results(of: try BackendCases.backend(level, threads: 1))
    for threads in [2, 3] {
      let together = results(of: try BackendCases.backend(level, threads: threads))
      for (index, pair) in zip(together, alone).enumerated() {
        #expect(pair.0.isIdentical(to: pair.1), "result \(index) with \(threads) threads")
      }
    }
  }

  @Test("one backend may be called from several threads at once")
  func concurrentCalls() async throws {
    let backend = try CPUBackend(threads: 2)
    let x = backend.tensor(ReferenceTensor(random: [16, 9, 9, 40], seed: 1))
    let expected = backend.sumOverRows(backend.activation(x, .gelu))
    let agree = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<20).allSatisfy { _ in
            backend.sumOverRows(backend.activation(x, .gelu)).isIdentical(to: expected)
          }
        }
      }
      return await group.allSatisfy(\.self)
    }
    #expect(agree)
  }
}
