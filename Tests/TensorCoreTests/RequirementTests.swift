import TensorCore
import Testing

/// Shapes that do not fit are errors of the program: they trap before memory is touched.
@Suite("Requirements of the operations")
struct RequirementTests {
  @Test("operands of different shapes")
  func shapes() async {
    await #expect(processExitsWith: .failure) {
      let backend = try CPUBackend(threads: 1)
      _ = backend.add(backend.zeros([2, 3]), backend.zeros([3, 2]))
    }
    await #expect(processExitsWith: .failure) {
      let backend = try CPUBackend(threads: 1)
      _ = backend.matrixProduct(
        backend.zeros([2, 3]), transposed: false, backend.zeros([2, 3]), transposed: false)
    }
  }

  @Test("weights that are not the input's")
  func weights() async {
    await #expect(processExitsWith: .failure) {
      let backend = try CPUBackend(threads: 1)
      _ = backend.convolution(
        backend.zeros([1, 4, 4, 3]), weights: backend.zeros([3, 3, 4, 8]), bias: nil,
        geometry: ConvolutionGeometry(kernel: 3))
    }
  }

  @Test("labels out of range")
  func labels() async {
    await #expect(processExitsWith: .failure) {
      let backend = try CPUBackend(threads: 1)
      _ = backend.crossEntropy(
        logits: backend.zeros([1, 5]), labels: [5], classWeights: nil, labelSmoothing: 0,
        ignoredLabel: 4)
    }
  }

  @Test("a batch norm over a single value per channel")
  func singleValue() async {
    await #expect(processExitsWith: .failure) {
      let backend = try CPUBackend(threads: 1)
      _ = backend.batchNorm(
        backend.zeros([1, 1, 1, 4]), scale: backend.zeros([4]), shift: backend.zeros([4]),
        epsilon: 1e-5, sums: nil, residual: nil, activation: .identity)
    }
  }

  @Test("the message names operation, expectation and shape, in optimised builds too")
  func message() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let backend = try CPUBackend(threads: 1)
      _ = backend.add(backend.zeros([2, 3]), backend.zeros([3, 2]))
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("add: right operand must have shape [2, 3], not [3, 2]"))
  }
}
