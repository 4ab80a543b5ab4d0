import TensorCore
import TestSupport
import Testing

/// What one convolution test runs.
struct ConvolutionProblem: CustomTestStringConvertible, Sendable {
  let input: [Int]
  let outputs: Int
  let window: ReferenceWindow

  var testDescription: String { "\(input) to \(outputs) channels, \(window)" }

  static let all = [
    ConvolutionProblem(input: [1, 1, 1, 1], outputs: 1, window: .init(1, 1)),
    ConvolutionProblem(input: [2, 7, 5, 3], outputs: 17, window: .init(3, 3, padding: 1)),
    ConvolutionProblem(input: [1, 13, 11, 16], outputs: 32, window: .init(3, 3, padding: 1)),
    ConvolutionProblem(input: [2, 9, 9, 19], outputs: 33, window: .init(1, 1)),
    ConvolutionProblem(input: [2, 10, 9, 8], outputs: 24, window: .init(1, 1, stride: 2)),
    ConvolutionProblem(
      input: [1, 15, 14, 3], outputs: 16, window: .init(7, 7, stride: 2, padding: 3)),
    ConvolutionProblem(
      input: [2, 8, 8, 12], outputs: 12, window: .init(3, 3, stride: 2, padding: 1)),
    ConvolutionProblem(
      input: [1, 9, 9, 6], outputs: 4, window: .init(3, 3, padding: 2, dilation: 2, groups: 2)),
    ConvolutionProblem(
      input: [1, 6, 6, 8], outputs: 8, window: .init(3, 3, padding: 1, groups: 8)),
    ConvolutionProblem(input: [1, 6, 5, 1], outputs: 6, window: .init(5, 5)),
    ConvolutionProblem(input: [3, 2, 1, 5], outputs: 7, window: .init(2, 1)),
  ]
}

@Suite("Convolution")
struct ConvolutionTests {
  /// Winograd's products round more than direct sums; 1e-4 of the largest element is the algorithm's known bound.
  let tolerance = 1e-4

  @Test(
    "forward and its three gradients equal the plain loops", arguments: BackendCases.levels,
    ConvolutionProblem.all)
  func matchesReference(_ level: SIMDLevel, _ problem: ConvolutionProblem) throws {
    let backend = try BackendCases.backend(level)
    let window = problem.window
    let x = ReferenceTensor(random: problem.input, seed: 1)
    let w = ReferenceTensor(
      random: [
        window.kernelHeight, window.kernelWidth, problem.input[3] / window.groups, problem.outputs,
      ], seed: 2)
    let bias = ReferenceTensor(random: [problem.outputs], seed: 3)
    let expected = Reference.convolution(x, weights: w, bias: bias, window: window)
    let output = backend.convolution(
      backend.tensor(x), weights: backend.tensor(w), bias: backend.tensor(bias),
      geometry: window.convolution)
    #expect(output.relativeError(to: expected) < tolerance)

    let dy = ReferenceTensor(random: expected.shape, seed: 4)
    let gradients = Reference.convolutionGradient(
      outputGradient: dy, input: x, weights: w, window: window)
    let inputGradient = backend.convolutionInputGradient(
      outputGradient: backend.tensor(dy), weights: backend.tensor(w), inputShape: Shape(x.shape),
      geometry: window.convolution, addend: nil)
    #expect(inputGradient.relativeError(to: gradients.input) < tolerance)
    let addend = backend.tensor(x)
    let sum = backend.convolutionInputGradient(
      outputGradient: backend.tensor(dy), weights: backend.tensor(w), inputShape: Shape(x.shape),
      geometry: window.convolution, addend: addend)
    let expectedSum = ReferenceTensor(
      zip(gradients.input.values, x.values).map { $0 + $1 }, x.shape)
    #expect(sum.relativeError(to: expectedSum) < tolerance)
    #expect(addend.isIdentical(to: backend.tensor(x)), "somebody else's addend is left alone")
    let weightGradient = backend.convolutionWeightGradient(
      outputGradient: backend.tensor(dy), input: backend.tensor(x), weightShape: Shape(w.shape),
      geometry: window.convolution)
    #expect(weightGradient.relativeError(to: gradients.weights) < tolerance)
    let biasGradient = backend.sumOverRows(backend.tensor(dy))
    #expect(biasGradient.relativeError(to: gradients.bias) < tolerance)
  }

  @Test("without a bias nothing is added")
  func withoutBias() throws {
    let backend = try CPUBackend(threads: 1)
    let output = backend.convolution(
      backend.tensor([1, 2, 3, 4], [1, 2, 2, 1]), weights: backend.tensor([3], [1, 1, 1, 1]),
      bias: nil, geometry: ConvolutionGeometry(kernel: 1))
    #expect(output.scalars == [3, 6, 9, 12])
  }
}
