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
}
