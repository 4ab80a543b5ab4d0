import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing
import Training

/// Mixup: images blended, losses of both labels by their shares.
struct MixingTests {
  private let backend: CPUBackend
  private let batch: Batch

  init() throws {
    backend = try CPUBackend(threads: 1)
    batch = Batch(
      images: backend.tensor((0..<16).map(Float.init), [4, 2, 2, 1]), labels: [0, 1, 2, 1],
      targets: [], sampleIndices: [0, 1, 2, 3])
  }

  @Test func everyImageIsBlendedWithItsPartner() throws {
    let mixed = batch.mixed(
      alpha: 0.4, random: RandomSource(seed: 5), pool: backend.storagePool)
    let mixing = try #require(mixed.mixing)
    #expect((0.5...1).contains(mixing.share))
    #expect(mixed.labels == batch.labels)
    let own = batch.images.scalars
    for (index, row) in mixed.images.scalars.chunks(of: 4).enumerated() {
      // Images differ by a constant: the partner is found from the first pixel.
      let share = Float(mixing.share)
      let partner = Int(((row[0] - share * own[4 * index]) / (1 - share) / 4).rounded())
      for place in 0..<4 {
        let expected = share * own[4 * index + place] + (1 - share) * own[4 * partner + place]
        #expect(abs(row[place] - expected) < 1e-5)
      }
      #expect(mixing.labels[index] == batch.labels[partner])
    }
    let again = batch.mixed(
      alpha: 0.4, random: RandomSource(seed: 5), pool: backend.storagePool)
    #expect(again.images.scalars == mixed.images.scalars)
  }

  /// With weights, (λ Ta + (1 - λ) Tb) / (λ Wa + (1 - λ) Wb), and the same of the gradients' numerators.
  @Test func lossesAreAddedAsSumsAndWeights() {
    var tape = Tape(backend: backend, recording: true)
    let logits = tape.leaf(backend.tensor([1, 2, 0.5, -1, 0.3, 0.1], [2, 3]))
    let weights: [Float] = [0.3, 1, 2]
    let first = tape.crossEntropy(logits, labels: [0, 2], classWeights: weights)
    let second = tape.crossEntropy(logits, labels: [1, 1], classWeights: weights)
    let mixed = tape.mixed(first, share: 0.7, second)
    let terms = 0.7 * first.termSum + 0.3 * second.termSum
    let sum = 0.7 * first.weightSum + 0.3 * second.weightSum
    #expect(abs(mixed.weightSum - sum) < 1e-12 && abs(mixed.termSum - terms) < 1e-12)
    #expect(abs(Double(mixed.variable.value.scalars[0]) - terms / sum) < 1e-6)
    var gradients = tape.backward(from: mixed.variable)
    let gradient = gradients.take(logits)?.scalars ?? []
    // d/dz of w (-log softmax(z)_y) is w (softmax(z) - [y]).
    for (row, labels) in [(0, (0, 1)), (1, (2, 1))] {
      let z = [[1, 2, 0.5], [-1, 0.3, 0.1]][row]
      let exponentials = z.map { Double.exponential($0) }
      let total = exponentials.reduce(0, +)
      for column in 0..<3 {
        let softmax = exponentials[column] / total
        let left = Double(weights[labels.0]) * (softmax - (column == labels.0 ? 1 : 0))
        let right = Double(weights[labels.1]) * (softmax - (column == labels.1 ? 1 : 0))
        let expected = (0.7 * left + 0.3 * right) / sum
        #expect(abs(Double(gradient[3 * row + column]) - expected) < 1e-6)
      }
    }
  }

  @Test func aLossWithoutWeightCountsNothing() {
    var tape = Tape(backend: backend, recording: true)
    let logits = tape.leaf(backend.tensor([1, 2, 0.5], [1, 3]))
    let weights: [Float] = [0, 1, 2]
    let known = tape.crossEntropy(logits, labels: [2], classWeights: weights)
    let unknown = tape.crossEntropy(logits, labels: [0], classWeights: weights)
    for mixed in [tape.mixed(known, share: 0.6, unknown), tape.mixed(unknown, share: 0.4, known)] {
      #expect(mixed.variable.value.scalars == known.variable.value.scalars)
      #expect(mixed.mean.map { abs($0 - known.termSum / known.weightSum) < 1e-9 } == true)
    }
    #expect(tape.mixed(unknown, share: 0.5, unknown).mean == nil)
  }
}

extension Double {
  fileprivate static func exponential(_ x: Double) -> Double {
    // The series is exact enough for |x| <= 2.
    var term = 1.0
    var sum = 1.0
    for n in 1..<30 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}

extension [Float] {
  fileprivate func chunks(of size: Int) -> [[Float]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<$0 + size]) }
  }
}
