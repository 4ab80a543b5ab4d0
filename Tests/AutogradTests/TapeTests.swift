import Autograd
import TensorCore
import TestSupport
import Testing

@Suite struct TapeTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 1)
  }

  private func scalar(_ value: Float) -> Tensor { backend.tensor([value], .scalar) }

  @Test func aVariableUsedTwiceGetsBothContributions() {
    // d(x x + 3 x)/dx = 2 x + 3
    var tape = Tape(backend: backend, recording: true)
    let x = tape.leaf(scalar(5))
    let square = tape.multiply(x, x)
    let y = tape.add(square, tape.scale(x, by: 3))
    #expect(tape.backward(from: y)[x]?.item == 13)
  }

  @Test func aDiamondSumsItsTwoPaths() {
    // y = 2 x, z = (3 y) (4 y) = 48 x^2, dz/dx = 96 x
    var tape = Tape(backend: backend, recording: true)
    let x = tape.leaf(scalar(0.5))
    let y = tape.scale(x, by: 2)
    let z = tape.multiply(tape.scale(y, by: 3), tape.scale(y, by: 4))
    #expect(tape.backward(from: z)[x]?.item == 48)
  }

  @Test func aSharedGradientIsNotChangedThroughItsOtherOwner() {
    // a + b sends one tensor both ways; a's grows by a second use, b's must not.
    var tape = Tape(backend: backend, recording: true)
    let a = tape.leaf(scalar(1))
    let b = tape.leaf(scalar(1))
    let twice = tape.scale(a, by: 10)
    let y = tape.add(twice, tape.add(a, b))
    let gradients = tape.backward(from: y)
    #expect(gradients[a]?.item == 11)
    #expect(gradients[b]?.item == 1)
  }

  @Test func whatTheResultDoesNotDependOnHasNoGradient() {
    var tape = Tape(backend: backend, recording: true)
    let x = tape.leaf(scalar(2))
    let unused = tape.leaf(scalar(3))
    _ = tape.scale(unused, by: 7)
    let y = tape.scale(x, by: 4)
    let gradients = tape.backward(from: y)
    #expect(gradients[x]?.item == 4)
    #expect(gradients[unused] == nil)
  }

  @Test func constantsAreNotFollowed() {
    var tape = Tape(backend: backend, recording: true)
    let image = tape.constant(scalar(2))
    let features = tape.scale(image, by: 2)
    #expect(tape.recordedOperationCount == 0)
    let weight = tape.leaf(scalar(3))
    let y = tape.multiply(features, weight)
    #expect(tape.recordedOperationCount == 1)
    let gradients = tape.backward(from: y)
    #expect(gradients[weight]?.item == 4)
    #expect(gradients[image] == nil)
  }

  @Test func anIntermediateGradientIsKeptOnlyOnRequest() {
    var tape = Tape(backend: backend, recording: true)
    let x = tape.leaf(scalar(2))
    let hidden = tape.scale(x, by: 3)
    let y = tape.multiply(hidden, hidden)
    var copy = tape
    #expect(tape.backward(from: y)[hidden] == nil)
    let gradients = copy.backward(from: y, keeping: [hidden])
    #expect(gradients[hidden]?.item == 12)
    #expect(gradients[x]?.item == 36)
  }

  @Test func withoutRecordingNothingIsSaved() {
    var tape = Tape(backend: backend, recording: false)
    let x = tape.leaf(scalar(2))
    let y = tape.scale(x, by: 3)
    #expect(!x.requiresGradient)
    #expect(!y.requiresGradient)
    #expect(tape.recordedOperationCount == 0)
    #expect(tape.backward(from: y)[x] == nil)
  }

  @Test func aLossIsTheQuotientOfItsSums() {
    var tape = Tape(backend: backend, recording: true)
    // Equal logits: every term is log 2; the weights 1 and 3 are summed.
    let logits = tape.leaf(backend.zeros([2, 2]))
    let loss = tape.crossEntropy(logits, labels: [0, 1], classWeights: [1, 3])
    #expect(loss.weightSum == 4)
    #expect(isClose(loss.termSum, 4 * 0.693147180559945, relative: 1e-6))
    #expect(isClose(loss.mean ?? 0, 0.693147180559945, relative: 1e-6))
    #expect(isClose(Double(loss.variable.value.item), 0.693147180559945, relative: 1e-6))
  }

  @Test func aLossOverNothingIsUndefinedAndMovesNothing() {
    var tape = Tape(backend: backend, recording: true)
    let logits = tape.leaf(Fixture.tensor([2, 3], seed: 1, backend: backend))
    let loss = tape.crossEntropy(logits, labels: [2, 2], ignoredLabel: 2)
    #expect(loss.mean == nil)
    #expect(tape.backward(from: loss.variable)[logits]?.scalars == [0, 0, 0, 0, 0, 0])
  }
}
