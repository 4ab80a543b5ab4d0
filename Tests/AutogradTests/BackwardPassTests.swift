import Autograd
import TensorCore
import TestSupport
import Testing

/// The order in which a tape is walked back: weight gradients wait for a batch norm to be computed beside.
@Suite struct BackwardPassTests {
  let backend: CPUBackend
  private let shape: Shape = [2, 6, 6, 16]

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  /// Two convolutions with the same weights, each behind a batch norm; where `parts`, an operation between a norm and
  /// its convolution keeps the gradients from being computed at once, and changes no number.
  private func gradients(parts: Bool) -> [Tensor?] {
    var tape = Tape(backend: backend, recording: true)
    let input = tape.leaf(Fixture.tensor(shape, seed: 1, backend: backend))
    let weights = tape.leaf(Fixture.tensor([3, 3, 16, 16], seed: 2, scale: 0.1, backend: backend))
    let norms = (3...4).map { seed in
      [tape.leaf(Fixture.tensor([16], seed: seed, offset: 1.5, backend: backend))]
        + [tape.leaf(Fixture.tensor([16], seed: seed + 10, backend: backend))]
    }
    var map = input
    for norm in norms {
      map = tape.batchNorm(map, scale: norm[0], shift: norm[1], activation: .relu).output
      if parts { map = tape.scale(map, by: 1) }
      map = tape.convolution(
        map, weights: weights, geometry: ConvolutionGeometry(kernel: 3, padding: 1))
      map = tape.activation(map, .relu)
    }
    let gradients = tape.backward(
      from: map, seed: Fixture.tensor(map.shape, seed: 5, backend: backend))
    return ([input, weights] + norms.flatMap(\.self)).map { gradients[$0] }
  }

  @Test func aGradientThatWaitsHasTheSameBits() throws {
    for (waited, immediate) in zip(gradients(parts: false), gradients(parts: true)) {
      let (waited, immediate) = try (#require(waited), #require(immediate))
      #expect(waited.isIdentical(to: immediate))
    }
  }

  @Test func aGradientThatWaitedInVainArrives() throws {
    var tape = Tape(backend: backend, recording: true)
    let vector = Fixture.tensor([16], seed: 1, offset: 1.5, backend: backend)
    let unused = tape.leaf(vector)
    let input = Fixture.tensor(shape, seed: 2, backend: backend)
    _ = tape.batchNorm(tape.constant(input), scale: unused, shift: tape.constant(vector))
    let weights = tape.leaf(Fixture.tensor([1, 1, 16, 8], seed: 3, backend: backend))
    let output = tape.convolution(
      tape.constant(input), weights: weights, geometry: ConvolutionGeometry(kernel: 1))
    let seed = Fixture.tensor(output.shape, seed: 4, backend: backend)
    let gradients = tape.backward(from: output, seed: seed)
    #expect(gradients[unused] == nil)
    let expected = backend.convolutionWeightGradient(
      WeightGradientWork(
        outputGradient: seed, input: input, weightShape: [1, 1, 16, 8],
        geometry: ConvolutionGeometry(kernel: 1)))
    #expect(try #require(gradients[weights]).isIdentical(to: expected))
  }
}
