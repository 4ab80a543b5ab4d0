import Autograd
import TensorCore
import TestSupport
import Testing

/// What a tape keeps alive, by the counters of the backend's pool.
@Suite struct TapeMemoryTests {
  let backend: CPUBackend
  /// Exactly a size class of the pool, so that its counters are multiples of it.
  let unit = 1 << 20
  let shape: Shape

  init() throws {
    backend = try CPUBackend(threads: 1)
    shape = [unit / 4]
  }

  private var unitsInUse: Int { backend.storagePool.statistics.bytesInUse / unit }

  /// x -> multiply by itself, `depth` times.
  private func chain(_ tape: inout Tape, from x: Variable, depth: Int) -> Variable {
    (0..<depth).reduce(x) { y, _ in tape.multiply(y, y) }
  }

  @Test func backwardReleasesActivationsAsItGoes() {
    let depth = 10
    var tape = Tape(backend: backend, recording: true)
    let x = tape.leaf(Tensor(repeating: 1, shape: shape, pool: backend.storagePool))
    let y = chain(&tape, from: x, depth: depth)
    // x and the results of all steps.
    #expect(unitsInUse == depth + 1)
    let forwardPeak = backend.storagePool.statistics.peakBytesInUse / unit
    #expect(forwardPeak == depth + 1)
    let gradients = tape.backward(
      from: y, seed: Tensor(repeating: 1, shape: shape, pool: backend.storagePool))
    // One rule holds its incoming gradient and two contributions beside what is still saved: kept gradients or
    // activations would have made it grow with the depth.
    #expect(backend.storagePool.statistics.peakBytesInUse / unit <= depth + 4)
    #expect(tape.recordedOperationCount == 0)
    // d x^(2^10) / dx at 1
    #expect(gradients[x]?.scalars.first == 1024)
    #expect(unitsInUse <= 3)
  }

  @Test func withoutRecordingOnlyTheLatestResultLives() {
    var tape = Tape(backend: backend, recording: false)
    let x = tape.constant(Tensor(repeating: 1, shape: shape, pool: backend.storagePool))
    _ = chain(&tape, from: x, depth: 10)
    #expect(backend.storagePool.statistics.peakBytesInUse / unit <= 4)
  }

  @Test func theInputOfFrozenWeightsIsNotKept() {
    var tape = Tape(backend: backend, recording: true)
    let rows = 1024
    let columns = unit / 4 / rows
    let x = tape.leaf(
      Tensor(repeating: 1, shape: [rows, columns], pool: backend.storagePool))
    let frozen = tape.constant(
      Fixture.tensor([columns, columns], seed: 1, scale: 0.1, backend: backend))
    var y = x
    for _ in 0..<6 { y = tape.linear(y, weights: frozen) }
    // x, the last result, and the weights (a quarter of a unit).
    #expect(unitsInUse == 2)
    #expect(tape.recordedOperationCount == 6)
  }

  @Test func aWarmPassAsksTheSystemForNothing() {
    func pass() {
      var tape = Tape(backend: backend, recording: true)
      let x = tape.leaf(Tensor(repeating: 1, shape: shape, pool: backend.storagePool))
      let y = chain(&tape, from: x, depth: 5)
      _ = tape.backward(
        from: y, seed: Tensor(repeating: 1, shape: shape, pool: backend.storagePool))
    }
    pass()
    let cold = backend.storagePool.statistics.systemAllocations
    for _ in 0..<3 { pass() }
    #expect(backend.storagePool.statistics.systemAllocations == cold)
  }
}
