import TestSupport
import Testing

/// The references' own gradients against central differences of their forward functions, all in double precision.
@Suite("Reference gradients against finite differences")
struct ReferenceGradientTests {
  let tolerance = 1e-6

  /// Checks the gradient of the sum of `seed` times the output of `function`.
  private func expectGradient(
    _ gradient: ReferenceTensor, at point: ReferenceTensor, seed: ReferenceTensor,
    of function: (ReferenceTensor) -> ReferenceTensor,
    location: SourceLocation = #_sourceLocation
  ) {
    let differences = FiniteDifferences.gradient(at: point) { function($0).dot(seed) }
    #expect(
      FiniteDifferences.disagreement(gradient, differences) < tolerance, sourceLocation: location)
  }

  @Test(
    "convolution",
    arguments: [
      ReferenceWindow(3, 3, padding: 1), ReferenceWindow(3, 2, stride: 2, padding: 1),
      ReferenceWindow(2, 3, padding: 2, dilation: 2), ReferenceWindow(1, 1, groups: 2),
    ])
  func convolution(_ window: ReferenceWindow) {
    let x = ReferenceTensor(random: [2, 5, 4, 4], seed: 1)
    let w = ReferenceTensor(
      random: [window.kernelHeight, window.kernelWidth, 4 / window.groups, 6], seed: 2)
    let b = ReferenceTensor(random: [6], seed: 3)
    let seed = ReferenceTensor(random: window.outputShape(of: x.shape, channels: 6), seed: 4)
    let gradients = Reference.convolutionGradient(
      outputGradient: seed, input: x, weights: w, window: window)
    expectGradient(gradients.input, at: x, seed: seed) {
      Reference.convolution($0, weights: w, bias: b, window: window)
    }
    expectGradient(gradients.weights, at: w, seed: seed) {
      Reference.convolution(x, weights: $0, bias: b, window: window)
    }
    expectGradient(gradients.bias, at: b, seed: seed) {
      Reference.convolution(x, weights: w, bias: $0, window: window)
    }
  }

  @Test("batch norm", arguments: [(true, true), (true, false), (false, true), (false, false)])
  func batchNorm(_ settings: (relu: Bool, batch: Bool)) {
    let x = ReferenceTensor(random: [2, 3, 2, 3], seed: 1)
    let scale = ReferenceTensor(random: [3], seed: 2, in: 0.5..<2)
    let shift = ReferenceTensor(random: [3], seed: 3)
    let residual = ReferenceTensor(random: x.shape, seed: 4)
    let seed = ReferenceTensor(random: x.shape, seed: 5)
    let fixed = Reference.moments(ReferenceTensor(random: x.shape, seed: 6))
    func forward(
      _ x: ReferenceTensor, _ scale: ReferenceTensor, _ shift: ReferenceTensor,
      _ residual: ReferenceTensor
    ) -> ReferenceTensor {
      let moments = settings.batch ? Reference.moments(x) : fixed
      return Reference.normalize(
        x, mean: moments.mean, variance: moments.variance, scale: scale, shift: shift,
        epsilon: 1e-3, residual: residual, relu: settings.relu)
    }
    let moments = settings.batch ? Reference.moments(x) : fixed
    let gradients = Reference.normalizeGradient(
      outputGradient: seed, input: x, output: forward(x, scale, shift, residual),
      mean: moments.mean, variance: moments.variance, scale: scale, epsilon: 1e-3,
      relu: settings.relu, usesBatchStatistics: settings.batch)
    expectGradient(gradients.input, at: x, seed: seed) { forward($0, scale, shift, residual) }
    expectGradient(gradients.scale, at: scale, seed: seed) { forward(x, $0, shift, residual) }
    expectGradient(gradients.shift, at: shift, seed: seed) { forward(x, scale, $0, residual) }
    expectGradient(gradients.residual, at: residual, seed: seed) { forward(x, scale, shift, $0) }
  }

  @Test("activations", arguments: ReferenceActivation.allCases)
  func activations(_ activation: ReferenceActivation) {
    let x = ReferenceTensor(random: [60], seed: 1, in: -6..<6)
    let seed = ReferenceTensor(random: [60], seed: 2)
    let gradient = Reference.activationGradient(outputGradient: seed, input: x, activation)
    expectGradient(gradient, at: x, seed: seed) { Reference.activation($0, activation) }
  }

  @Test(
    "pooling",
    arguments: [
      ReferenceWindow(2, 2, stride: 2), ReferenceWindow(3, 3, stride: 2, padding: 1),
      ReferenceWindow(3, 2, stride: 1, padding: 1),
    ])
  func pooling(_ window: ReferenceWindow) {
    let x = ReferenceTensor(random: [2, 5, 4, 3], seed: 1)
    let pooled = Reference.maxPool(x, window: window)
    let seed = ReferenceTensor(random: pooled.output.shape, seed: 2)
    let gradient = Reference.maxPoolGradient(
      outputGradient: seed, winners: pooled.winners, inputShape: x.shape, window: window)
    expectGradient(gradient, at: x, seed: seed) { Reference.maxPool($0, window: window).output }
    for counts in [true, false] {
      let gradient = Reference.averagePoolGradient(
        outputGradient: seed, inputShape: x.shape, window: window, countsPadding: counts)
      expectGradient(gradient, at: x, seed: seed) {
        Reference.averagePool($0, window: window, countsPadding: counts)
      }
    }
  }

  @Test("softmax")
  func softmax() {
    let x = ReferenceTensor(random: [4, 7], seed: 1, in: -3..<3)
    let seed = ReferenceTensor(random: [4, 7], seed: 2)
    let gradient = Reference.softmaxGradient(outputGradient: seed, output: Reference.softmax(x))
    expectGradient(gradient, at: x, seed: seed) { Reference.softmax($0) }
  }

  @Test("losses")
  func losses() {
    let logits = ReferenceTensor(random: [4, 5], seed: 1, in: -3..<3)
    let labels = [3, -1, 0, 2]
    let classWeights = [1, 2, 0.5, 1.5, 0.25]
    let crossEntropy = FiniteDifferences.gradient(at: logits) { logits in
      let sums = Reference.crossEntropy(
        logits: logits, labels: labels, classWeights: classWeights, labelSmoothing: 0.1)
      return sums.terms / sums.weights
    }
    let gradient = Reference.crossEntropyGradient(
      logits: logits, labels: labels, classWeights: classWeights, labelSmoothing: 0.1)
    #expect(FiniteDifferences.disagreement(gradient, crossEntropy) < tolerance)

    let targets = ReferenceTensor(random: [4, 5], seed: 2, in: 0..<1)
    let weights = ReferenceTensor(random: [4, 5], seed: 3, in: 0..<2).values
    let binary = FiniteDifferences.gradient(at: logits) {
      Reference.binaryCrossEntropy(logits: $0, targets: targets, weights: weights)
    }
    let binaryGradient = Reference.binaryCrossEntropyGradient(
      logits: logits, targets: targets, weights: weights)
    #expect(FiniteDifferences.disagreement(binaryGradient, binary) < tolerance)

    let squared = FiniteDifferences.gradient(at: logits) {
      Reference.meanSquaredError($0, targets)
    }
    let squaredGradient = Reference.meanSquaredErrorGradient(logits, targets)
    #expect(FiniteDifferences.disagreement(squaredGradient, squared) < tolerance)
  }
}
