import Basics
import Glibc
import TensorCore
import TestSupport
import Testing

@Suite("Storage pool")
struct StoragePoolTests {
  @Test("memory of a tensor that is gone serves the next one")
  func reuse() {
    let pool = StoragePool()
    for _ in 0..<10 {
      _ = Tensor(repeating: 1, shape: [1000], pool: pool)
    }
    let statistics = pool.statistics
    #expect(statistics.systemAllocations == 1)
    #expect(statistics.bytesInUse == 0)
    #expect(statistics.bytesFree == statistics.peakBytesInUse)
    // At most an eighth more than asked for.
    #expect((4000...4500).contains(statistics.bytesFree))
  }

  @Test("what large tensors leave serves tensors of other sizes")
  func pieces() {
    let pool = StoragePool()
    var tensors = (0..<8).map { Tensor(repeating: Float($0), shape: [1 << 18], pool: pool) }
    let asked = pool.statistics.systemAllocations
    // Two neighbours leave room for one of twice the size; the others are not touched.
    tensors.removeSubrange(2..<4)
    let double = Tensor(repeating: -1, shape: [1 << 19], pool: pool)
    tensors.removeLast()
    let quarters = (0..<4).map { Tensor(repeating: Float(10 + $0), shape: [1 << 16], pool: pool) }
    let statistics = pool.statistics
    #expect(statistics.systemAllocations == asked)
    #expect(statistics.bytesInUse == 8 << 20 && statistics.bytesFree == 0)
    #expect(tensors.map { $0.scalars[77] } == [0, 1, 4, 5, 6])
    #expect(double.scalars.allSatisfy { $0 == -1 })
    #expect(quarters.map { $0.scalars[77] } == [10, 11, 12, 13])
  }

  @Test("tensors never overlap, whatever comes and goes")
  func randomLives() {
    let pool = StoragePool()
    var source = RandomSource(seed: 4)
    var living: [(tensor: Tensor, mark: Float)] = []
    for round in 0..<2_000 {
      if living.count > 40 || !living.isEmpty && source.nextUniform() < 0.45 {
        let index = Int(source.nextUniform() * Double(living.count))
        let (tensor, mark) = living.remove(at: index)
        #expect(tensor.withElements { $0.allSatisfy { $0 == mark } })
      } else {
        let count = Int(exp(source.nextUniform() * 12)) + 1
        living.append(
          (Tensor(repeating: Float(round), shape: [count], pool: pool), Float(round)))
      }
    }
    living = []
    #expect(pool.statistics.bytesInUse == 0)
    // Holes that join leave little more than what was ever used at once.
    #expect(
      Double(pool.statistics.bytesFree) < 1.5 * Double(pool.statistics.peakBytesInUse) + 2e6)
  }

  @Test("what tensors use and have used at most is counted")
  func counters() {
    let pool = StoragePool()
    do {
      let first = Tensor(repeating: 1, shape: [1 << 20], pool: pool)
      let second = Tensor(repeating: 2, shape: [1 << 18], pool: pool)
      withExtendedLifetime((first, second)) {
        #expect(pool.statistics.bytesInUse == 5 << 20)
      }
    }
    #expect(pool.statistics.bytesInUse == 0)
    #expect(pool.statistics.peakBytesInUse == 5 << 20)
  }

  @Test("memory is aligned for vectors")
  func alignment() {
    let pool = StoragePool()
    for count in [1, 65, 1000, 1 << 20] {
      Tensor(repeating: 0, shape: [count], pool: pool).withElements { elements in
        #expect(UInt(bitPattern: elements.baseAddress).isMultiple(of: 64))
      }
    }
  }

  /// One training step of a small network, by hand: what the tape does, without it.
  private func step(
    _ backend: CPUBackend, parameters: inout [Tensor], first: inout [Tensor],
    second: inout [Tensor]
  ) {
    let x = backend.tensor(ReferenceTensor(random: [4, 12, 12, 8], seed: 1))
    let geometry = ConvolutionGeometry(kernel: 3, padding: 1)
    let pooling = PoolingGeometry(window: 2)
    let convolved = backend.convolution(x, weights: parameters[0], bias: nil, geometry: geometry)
    let norm = backend.batchNorm(
      convolved, scale: parameters[1], shift: parameters[2], epsilon: 1e-5, sums: nil,
      residual: nil,
      activation: .relu)
    let pooled = backend.maxPool(norm.output, geometry: pooling)
    let features = backend.globalAveragePool(pooled.output)
    let logits = backend.linear(features, weights: parameters[3], bias: nil)
    let loss = backend.crossEntropy(
      logits: logits, labels: [0, 1, 2, 0], classWeights: nil, labelSmoothing: 0, ignoredLabel: nil)
    let weightGradient = backend.matrixProduct(
      loss.gradient, transposed: true, features, transposed: false)
    let featureGradient = backend.matrixProduct(
      loss.gradient, transposed: false, parameters[3], transposed: false)
    let pooledGradient = backend.globalAveragePoolGradient(
      outputGradient: featureGradient, inputShape: pooled.output.shape)
    let normGradient = backend.maxPoolGradient(
      outputGradient: pooledGradient, winners: pooled.winners, inputShape: norm.output.shape,
      geometry: pooling)
    let gradients = backend.batchNormGradient(
      outputGradient: normGradient, input: convolved, positive: nil, scale: parameters[1],
      shift: parameters[2], mean: norm.mean, inverseDeviation: norm.inverseDeviation,
      activation: .relu, usesBatchStatistics: true, wantsResidual: false)
    let kernelGradient = backend.convolutionWeightGradient(
      outputGradient: gradients.input, input: x, weightShape: parameters[0].shape,
      geometry: geometry)
    let all = [kernelGradient, gradients.scale, gradients.shift, weightGradient]
    for (index, gradient) in all.enumerated() {
      backend.adamUpdate(
        parameter: &parameters[index], gradient: gradient, firstMoment: &first[index],
        secondMoment: &second[index],
        settings: AdamStep(
          learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0,
          decoupledDecay: false, step: 1))
    }
  }

  @Test("a warm training step takes no memory from the system")
  func warmStep() throws {
    let backend = try CPUBackend(threads: 2)
    let shapes: [Shape] = [[3, 3, 8, 24], [24], [24], [3, 24]]
    var parameters = shapes.enumerated().map { index, shape in
      backend.tensor(ReferenceTensor(random: shape.dimensions, seed: UInt64(index)))
    }
    var first = shapes.map(backend.zeros)
    var second = shapes.map(backend.zeros)
    step(backend, parameters: &parameters, first: &first, second: &second)
    let warm = backend.storagePool.statistics
    for _ in 0..<5 {
      step(backend, parameters: &parameters, first: &first, second: &second)
    }
    let after = backend.storagePool.statistics
    #expect(after.systemAllocations == warm.systemAllocations)
    #expect(after.peakBytesInUse == warm.peakBytesInUse)
    #expect(after.bytesInUse == warm.bytesInUse)
  }
}
