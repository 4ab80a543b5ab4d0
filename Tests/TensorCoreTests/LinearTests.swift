import TensorCore
import TestSupport
import Testing

@Suite("Matrix products")
struct LinearTests {
  /// Small, odd, and large enough to be cut by rows and by columns.
  static let extents = [
    [1, 1, 1], [2, 3, 5], [17, 31, 13], [1, 300, 700], [700, 300, 1], [301, 203, 97],
    [97, 203, 301], [520, 1700, 70], [37, 3100, 129],
  ]

  @Test("all four transpositions equal the plain loops", arguments: extents)
  func product(_ extents: [Int]) throws {
    let backend = try CPUBackend(threads: 2)
    let left = ReferenceTensor(random: [extents[0], extents[1]], seed: 1)
    let right = ReferenceTensor(random: [extents[1], extents[2]], seed: 2)
    let expected = Reference.matrixProduct(left, right)
    for (leftIsTransposed, rightIsTransposed) in [
      (false, false), (true, false), (false, true), (true, true),
    ] {
      let a = leftIsTransposed ? Reference.transpose(left) : left
      let b = rightIsTransposed ? Reference.transpose(right) : right
      let result = backend.matrixProduct(
        backend.tensor(a), transposed: leftIsTransposed, backend.tensor(b),
        transposed: rightIsTransposed)
      #expect(result.relativeError(to: expected) < 1e-5)
    }
  }

  @Test("a linear layer multiplies by the transposed weights and adds the bias", arguments: extents)
  func linear(_ extents: [Int]) throws {
    let backend = try CPUBackend(threads: 2)
    let x = ReferenceTensor(random: [extents[0], extents[1]], seed: 1)
    let w = ReferenceTensor(random: [extents[2], extents[1]], seed: 2)
    let bias = ReferenceTensor(random: [extents[2]], seed: 3)
    let product = Reference.matrixProduct(x, Reference.transpose(w))
    let plain = backend.linear(backend.tensor(x), weights: backend.tensor(w), bias: nil)
    #expect(plain.relativeError(to: product) < 1e-5)
    var expected = product
    for index in expected.values.indices {
      expected.values[index] += bias.values[index % extents[2]]
    }
    let result = backend.linear(
      backend.tensor(x), weights: backend.tensor(w), bias: backend.tensor(bias))
    #expect(result.relativeError(to: expected) < 1e-5)
  }

  @Test("a sum over nothing is 0, or the bias")
  func empty() throws {
    let backend = try CPUBackend(threads: 1)
    let x = backend.zeros([2, 0])
    let w = backend.zeros([3, 0])
    #expect(backend.linear(x, weights: w, bias: nil).scalars == [0, 0, 0, 0, 0, 0])
    let bias = backend.tensor([1, 2, 3], [3])
    #expect(backend.linear(x, weights: w, bias: bias).scalars == [1, 2, 3, 1, 2, 3])
  }
}
