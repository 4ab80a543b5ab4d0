import Autograd
import Glibc
import Medical
import TensorCore
import TestSupport
import Testing
import Training

/// The loss of zones with its term of distance, against the formula in double precision and finite differences.
struct WeightedCSILossTests {
  private let logits = Fixture.values(count: 2 * 3 * 5, seed: 5)
  private let labels: [Int32] = [0, 3, 4, 2, 4, 1]

  private func batch() -> Batch {
    Batch(
      images: Tensor([0], shape: [1, 1, 1, 1], pool: StoragePool()), labels: labels, targets: [],
      sampleIndices: [0, 1])
  }

  private func loss(_ change: (inout LossOptions) -> Void) -> WeightedCSILoss {
    var options = LossOptions()
    change(&options)
    return WeightedCSILoss(options: options, classCount: 5, unknownClass: 4)
  }

  /// The sum of w_y (-log softmax_y + a (E - y)^2) over the sum of w_y.
  private func formula(ordinal: Double, unknown: Double) -> Double {
    var terms = 0.0
    var weights = 0.0
    for (row, label) in labels.enumerated() {
      let z = logits[row * 5..<row * 5 + 5].map(Double.init)
      let sum = z.reduce(0) { $0 + exp($1) }
      let weight = label == 4 ? unknown : 1
      weights += weight
      terms += weight * (log(sum) - z[Int(label)])
      guard label != 4 else { continue }
      let grades = z[0..<4].map { exp($0) }
      let total = grades.reduce(0, +)
      let expected = grades.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total
      terms += weight * ordinal * (expected - Double(label)) * (expected - Double(label))
    }
    return terms / weights
  }

  @Test(arguments: [0, 0.25, 2])
  func theLossIsTheFormulas(ordinal: Double) throws {
    let backend = try CPUBackend(threads: 1)
    var tape = Tape(backend: backend, recording: true)
    let leaf = tape.leaf(backend.tensor(logits, [2, 3, 5]))
    let value = loss { $0.ordinalWeight = ordinal }.value(of: leaf, batch: batch(), tape: &tape)
    let expected = formula(ordinal: ordinal, unknown: 0.3)
    #expect(abs(try #require(value.mean) - expected) < 1e-5)
    #expect(abs(Double(value.variable.value.scalars[0]) - expected) < 1e-5)
    #expect(abs(value.weightSum - (4 + 2 * 0.3)) < 1e-6)
  }

  @Test func theGradientIsThatOfFiniteDifferences() throws {
    let backend = try CPUBackend(threads: 1)
    let loss = loss { $0.ordinalWeight = 0.7 }
    let deviation = GradientCheck(backend: backend).largestDeviation(
      of: [backend.tensor(logits, [2, 3, 5])]
    ) { tape, inputs in
      loss.value(of: inputs[0], batch: batch(), tape: &tape).variable
    }
    #expect(deviation.relative < 2e-3, "\(deviation)")
  }

  @Test func labelsThatAreAllUnknownHaveNoDistance() throws {
    let backend = try CPUBackend(threads: 1)
    var tape = Tape(backend: backend, recording: true)
    let leaf = tape.leaf(backend.tensor(Array(logits[0..<10]), [1, 2, 5]))
    var batch = batch()
    batch.labels = [4, 4]
    let plain = loss { _ in }.value(of: leaf, batch: batch, tape: &tape)
    let ordinal = loss { $0.ordinalWeight = 5 }.value(of: leaf, batch: batch, tape: &tape)
    #expect(plain.mean == ordinal.mean)
  }
}
