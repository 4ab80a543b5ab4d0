import Autograd
import TensorCore
import TestSupport
import Testing

/// What a backward rule needs is not kept where it can be computed again from what another rule keeps.
@Suite struct SavedTensorTests {
  /// The bytes that the tape holds after input -> convolution -> norm -> activation -> convolution.
  private func bytesHeld(activation: Activation, backend: CPUBackend) -> (held: Int, map: Int) {
    let input = Fixture.tensor([2, 32, 32, 16], seed: 1, backend: backend)
    let weights = Fixture.tensor([1, 1, 16, 16], seed: 2, backend: backend)
    let scale = Fixture.tensor([16], seed: 3, backend: backend)
    let before = backend.storagePool.statistics.bytesInUse
    var tape = Tape(backend: backend, recording: true)
    let geometry = ConvolutionGeometry(kernel: 1)
    let leaves = (weights: tape.leaf(weights), scale: tape.leaf(scale))
    func forward() -> Variable {
      let first = tape.convolution(
        tape.constant(input), weights: leaves.weights, geometry: geometry)
      let norm = tape.batchNorm(first, scale: leaves.scale, shift: leaves.scale).output
      return tape.convolution(
        tape.activation(norm, activation), weights: leaves.weights, geometry: geometry)
    }
    let output = forward()
    let held = backend.storagePool.statistics.bytesInUse - before
    #expect(tape.recordedOperationCount >= 3)
    return withExtendedLifetime(output) { (held, input.count * 4) }
  }

  @Test(arguments: [Activation.identity, .relu, .silu, .gelu])
  func normalizedAndActivatedMapsAreComputedAgain(_ activation: Activation) throws {
    let backend = try CPUBackend(threads: 1)
    let (held, map) = bytesHeld(activation: activation, backend: backend)
    // Both convolutions' outputs, and a few vectors of 16 numbers; neither the norm's output nor the activation's.
    #expect(held >= 2 * map)
    #expect(held < 2 * map + 16_384)
  }
}
