import Autograd
import Basics
import TensorCore
import TestSupport
import Testing

/// Each operation's backward rule against central differences, at every instruction set of this machine.
@Suite struct GradientTests {
  /// Makes the inputs.
  let backend: CPUBackend
  let backends: [CPUBackend]

  init() throws {
    backends = try SIMDLevel.allCases.filter(\.isSupported).map {
      try CPUBackend(threads: 2, simd: $0)
    }
    backend = try #require(backends.last)
  }

  private func tensor(_ shape: Shape, _ seed: Int, scale: Float = 1) -> Tensor {
    Fixture.tensor(shape, seed: seed, scale: scale, backend: backend)
  }

  /// Rounding of sums of about 100 terms of size 1, divided by the step, is below 1e-4.
  private func expectAgreement(
    _ inputs: [Tensor], tolerance: Double = 1e-3, location: SourceLocation = #_sourceLocation,
    _ function: GradientCheck.Function
  ) {
    for backend in backends {
      let deviation = GradientCheck(backend: backend).largestDeviation(of: inputs, function)
      #expect(
        deviation.relative < tolerance, "\(backend.name): \(deviation)", sourceLocation: location)
    }
  }

  @Test func arithmetic() {
    let inputs = [tensor([3, 5], 1), tensor([3, 5], 2)]
    expectAgreement(inputs) { tape, x in tape.add(x[0], x[1]) }
    expectAgreement(inputs) { tape, x in tape.multiply(x[0], x[1]) }
    expectAgreement([inputs[0]]) { tape, x in tape.scale(x[0], by: -2.5) }
  }

  @Test(arguments: Activation.allCases.filter { $0 != .relu })
  func smoothActivations(_ activation: Activation) {
    expectAgreement([tensor([4, 7], 3, scale: 3)]) { tape, x in
      tape.activation(x[0], activation)
    }
  }

  @Test func rectifierAwayFromItsKink() {
    expectAgreement([Fixture.spreadTensor([4, 7], gap: 0.1, backend: backend)]) { tape, x in
      tape.activation(x[0], .relu)
    }
  }

  @Test func dropoutScalesTheGradientOfWhatItKept() {
    let random = RandomSource(seed: 5)
    expectAgreement([tensor([6, 9], 4)]) { tape, x in
      tape.dropout(x[0], probability: 0.4, random: random)
    }
  }

  @Test func arrangement() {
    let parts = [tensor([2, 3, 2, 3], 5), tensor([2, 3, 2, 1], 6), tensor([2, 3, 2, 4], 7)]
    expectAgreement(parts) { tape, x in tape.concatenateChannels(x) }
    expectAgreement([parts[2]]) { tape, x in tape.sliceChannels(x[0], 1..<3) }
    expectAgreement([parts[2]]) { tape, x in tape.sliceChannels(x[0], 0..<4) }
    expectAgreement([parts[2]]) { tape, x in tape.reshape(x[0], to: [4, 12]) }
    expectAgreement([parts[0]]) { tape, x in tape.flattenChannelsFirst(x[0]) }
  }

  @Test func linearAndMatrixProducts() {
    expectAgreement([tensor([4, 6], 8), tensor([3, 6], 9), tensor([3], 10)]) { tape, x in
      tape.linear(x[0], weights: x[1], bias: x[2])
    }
    for leftIsTransposed in [false, true] {
      for rightIsTransposed in [false, true] {
        let left = tensor(leftIsTransposed ? [5, 4] : [4, 5], 11)
        let right = tensor(rightIsTransposed ? [3, 5] : [5, 3], 12)
        expectAgreement([left, right]) { tape, x in
          tape.matrixProduct(
            x[0], transposed: leftIsTransposed, x[1], transposed: rightIsTransposed)
        }
      }
    }
  }

  @Test(arguments: [
    ConvolutionGeometry(kernel: 3, padding: 1),
    ConvolutionGeometry(kernel: 1),
    ConvolutionGeometry(kernel: 3, stride: 2, padding: 1),
    ConvolutionGeometry(kernel: Extent(height: 5, width: 1), padding: Extent(height: 2, width: 0)),
    ConvolutionGeometry(kernel: 3, padding: 2, dilation: 2),
    ConvolutionGeometry(kernel: 3, stride: 2, padding: 1, groups: 2),
    ConvolutionGeometry(kernel: 3, padding: 1, groups: 4),
  ])
  func convolution(_ geometry: ConvolutionGeometry) {
    let weights: Shape = [geometry.kernel.height, geometry.kernel.width, 4 / geometry.groups, 8]
    expectAgreement([
      tensor([2, 7, 5, 4], 13), tensor(weights, 14, scale: 0.5), tensor([8], 15),
    ]) { tape, x in
      tape.convolution(x[0], weights: x[1], bias: x[2], geometry: geometry)
    }
  }

  @Test func batchNorm() {
    let inputs = [tensor([3, 3, 2, 5], 16), tensor([5], 17), tensor([5], 18)]
    let residual = tensor([3, 3, 2, 5], 19)
    expectAgreement(inputs) { tape, x in
      tape.batchNorm(x[0], scale: x[1], shift: x[2]).output
    }
    expectAgreement(inputs + [residual]) { tape, x in
      tape.batchNorm(x[0], scale: x[1], shift: x[2], residual: x[3]).output
    }
    let mean = tensor([5], 20)
    let variance = Fixture.tensor([5], seed: 21, scale: 0.5, offset: 1, backend: backend)
    expectAgreement(inputs + [residual]) { tape, x in
      tape.batchNormInference(
        x[0], scale: x[1], shift: x[2], mean: mean, variance: variance, residual: x[3])
    }
  }

  @Test func pooling() {
    let spread = Fixture.spreadTensor([2, 7, 6, 3], gap: 0.09, backend: backend)
    expectAgreement([spread]) { tape, x in
      tape.maxPool(x[0], geometry: PoolingGeometry(window: 3, stride: 2, padding: 1))
    }
    let input = tensor([2, 7, 6, 3], 22)
    for countsPadding in [true, false] {
      expectAgreement([input]) { tape, x in
        tape.averagePool(
          x[0],
          geometry: PoolingGeometry(
            window: 3, stride: 2, padding: 1, countsPadding: countsPadding))
      }
    }
    expectAgreement([input]) { tape, x in tape.globalAveragePool(x[0]) }
  }

  @Test func softmax() {
    expectAgreement([tensor([4, 6], 23, scale: 2)]) { tape, x in tape.softmax(x[0]) }
  }

  @Test func attentionAndLayerNorm() {
    expectAgreement([tensor([2, 5, 18], 30)]) { tape, x in tape.attention(x[0], heads: 3) }
    expectAgreement([tensor([2, 3, 7], 31, scale: 2), tensor([7], 32), tensor([7], 33)]) {
      tape, x in tape.layerNorm(x[0], scale: x[1], shift: x[2], epsilon: 0.1)
    }
  }

  @Test func residualsAndGates() {
    let inputs = [tensor([3, 2, 5], 34), tensor([5], 35), tensor([3, 2, 5], 36)]
    expectAgreement(inputs) { tape, x in
      tape.scaledResidual(x[0], scale: x[1], sampleFactors: [0, 1.5, 1], residual: x[2])
    }
    expectAgreement([inputs[0], inputs[2]]) { tape, x in
      tape.scaledResidual(x[0], scale: nil, sampleFactors: [2, 0, 1], residual: x[1])
    }
    expectAgreement([tensor([2, 3, 2, 5], 37), tensor([2, 5], 38)]) { tape, x in
      tape.gated(x[0], gates: x[1])
    }
  }

  @Test func tokensAndRegions() {
    expectAgreement([tensor([2, 3, 4], 39), tensor([4], 40), tensor([4, 4], 41)]) { tape, x in
      tape.embeddedTokens(patches: x[0], classToken: x[1], positions: x[2])
    }
    let weights = tensor([3, 6], 42)
    expectAgreement([tensor([2, 3, 2, 4], 43)]) { tape, x in
      tape.regionSums(x[0], weights: weights)
    }
  }

  @Test func crossEntropy() {
    let logits = tensor([3, 2, 5], 24, scale: 2)
    let labels: [Int32] = [0, 4, 2, 3, 1, 4]
    expectAgreement([logits]) { tape, x in tape.crossEntropy(x[0], labels: labels).variable }
    expectAgreement([logits]) { tape, x in
      tape.crossEntropy(
        x[0], labels: labels, classWeights: [1, 0.5, 2, 1, 0.3], labelSmoothing: 0.1
      ).variable
    }
    expectAgreement([logits]) { tape, x in
      tape.crossEntropy(x[0], labels: labels, ignoredLabel: 4).variable
    }
  }

  @Test func binaryCrossEntropyAndSquares() {
    let logits = tensor([4, 3], 25, scale: 2)
    let targets = Fixture.tensor([4, 3], seed: 26, scale: 0.5, offset: 0.5, backend: backend)
    let weights = Fixture.tensor([4, 3], seed: 27, scale: 0.5, offset: 0.6, backend: backend)
    expectAgreement([logits]) { tape, x in
      tape.binaryCrossEntropy(x[0], targets: targets).variable
    }
    expectAgreement([logits]) { tape, x in
      tape.binaryCrossEntropy(x[0], targets: targets, elementWeights: weights).variable
    }
    expectAgreement([logits]) { tape, x in
      tape.meanSquaredError(x[0], target: targets).variable
    }
  }
}
