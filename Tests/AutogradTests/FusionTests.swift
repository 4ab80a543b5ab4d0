import Autograd
import TensorCore
import TestSupport
import Testing

/// Fused operations against the composition of simple ones.
@Suite struct FusionTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  /// Value and gradients of a function of (input, scale, shift, residual), the output weighted by made-up numbers.
  private func outcome(
    _ function: (inout Tape, [Variable]) -> Variable
  ) -> [[Float]] {
    var tape = Tape(backend: backend, recording: true)
    let shape: Shape = [3, 4, 2, 5]
    let leaves = [
      tape.leaf(Fixture.tensor(shape, seed: 1, backend: backend)),
      tape.leaf(Fixture.tensor([5], seed: 2, offset: 1.5, backend: backend)),
      tape.leaf(Fixture.tensor([5], seed: 3, backend: backend)),
      tape.leaf(Fixture.tensor(shape, seed: 4, backend: backend)),
    ]
    let output = function(&tape, leaves)
    let gradients = tape.backward(
      from: output, seed: Fixture.tensor(shape, seed: 5, backend: backend))
    return [output.value.scalars] + leaves.map { gradients[$0]?.scalars ?? [] }
  }

  @Test func batchNormWithResidualAndRectifier() {
    let fused = outcome { tape, x in
      tape.batchNorm(x[0], scale: x[1], shift: x[2], residual: x[3], activation: .relu).output
    }
    let composed = outcome { tape, x in
      let normalized = tape.batchNorm(x[0], scale: x[1], shift: x[2]).output
      return tape.activation(tape.add(normalized, x[3]), .relu)
    }
    for (left, right) in zip(fused, composed) {
      #expect(largestDifference(left, right) < 2e-6)
    }
  }

  @Test func frozenBatchNormWithResidualAndRectifier() {
    let mean = Fixture.tensor([5], seed: 6, backend: backend)
    let variance = Fixture.tensor([5], seed: 7, scale: 0.5, offset: 1, backend: backend)
    let fused = outcome { tape, x in
      tape.batchNormInference(
        x[0], scale: x[1], shift: x[2], mean: mean, variance: variance, residual: x[3],
        activation: .relu)
    }
    let composed = outcome { tape, x in
      let normalized = tape.batchNormInference(
        x[0], scale: x[1], shift: x[2], mean: mean, variance: variance)
      return tape.activation(tape.add(normalized, x[3]), .relu)
    }
    for (left, right) in zip(fused, composed) {
      #expect(largestDifference(left, right) < 2e-6)
    }
  }

  /// Sizes that are no multiples of a vector, more rows than one task takes, and a channel that never varies.
  @Test(arguments: [[2, 5, 7, 6, 3, 4, 5], [3, 23, 29, 19, 2, 33, 17], [1, 2, 1, 1, 1, 1, 1]])
  func denseBlock(_ sizes: [Int]) {
    let (channels, unitCount, width, growth) = (sizes[3], sizes[4], sizes[5], sizes[6])
    let shape: Shape = [sizes[0], sizes[1], sizes[2], channels]
    let outcomes = [true, false].map { fuses in
      var tape = Tape(backend: backend, recording: true)
      let input = tape.leaf(Fixture.tensor(shape, seed: 1, backend: backend))
      let units = (0..<unitCount).map { index in
        let seen = channels + index * growth
        func leaf(_ shape: Shape, _ seed: Int, offset: Float = 0) -> Variable {
          tape.leaf(
            Fixture.tensor(
              shape, seed: 10 * index + seed, scale: 0.5, offset: offset, backend: backend))
        }
        return DenseUnit(
          scale1: leaf([seen], 2, offset: 1), shift1: leaf([seen], 3),
          weights1: leaf([1, 1, seen, width], 4), scale2: leaf([width], 5, offset: 1),
          shift2: leaf([width], 6), weights2: leaf([3, 3, width, growth], 7))
      }
      let output =
        fuses
        ? tape.denseBlock(input, units: units, epsilon: 0.1).output
        : composedBlock(input, units: units, epsilon: 0.1, tape: &tape)
      let gradients = tape.backward(
        from: output, seed: Fixture.tensor(output.shape, seed: 99, backend: backend))
      return [output.value.scalars]
        + ([input] + units.flatMap(\.all)).map { gradients[$0]?.scalars ?? [] }
    }
    for (left, right) in zip(outcomes[0], outcomes[1]) {
      let scale = right.map(abs).max() ?? 0
      #expect(left.count == right.count && !left.isEmpty)
      #expect(largestDifference(left, right) < 3e-5 * max(scale, 1))
    }
  }

  private func composedBlock(
    _ input: Variable, units: [DenseUnit<Variable>], epsilon: Float, tape: inout Tape
  ) -> Variable {
    units.reduce(input) { map, unit in
      let first = tape.batchNorm(
        map, scale: unit.scale1, shift: unit.shift1, epsilon: epsilon, activation: .relu)
      let narrow = tape.convolution(
        first.output, weights: unit.weights1, geometry: ConvolutionGeometry(kernel: 1))
      let second = tape.batchNorm(
        narrow, scale: unit.scale2, shift: unit.shift2, epsilon: epsilon, activation: .relu)
      let added = tape.convolution(
        second.output, weights: unit.weights2, geometry: ConvolutionGeometry(kernel: 3, padding: 1))
      return tape.concatenateChannels([map, added])
    }
  }
}
