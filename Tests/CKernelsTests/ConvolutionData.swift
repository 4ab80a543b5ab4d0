import CKernels

/// The buffers of one case, and what the definition makes of them.
struct ConvolutionData {
  let testCase: ConvolutionCase
  let reference: ConvolutionReference
  let input: GuardedBuffer
  let outputGradient: GuardedBuffer
  let weights: GuardedBuffer
  let bias: GuardedBuffer
  let forward: ConvolutionReference.Sums
  let backwardData: ConvolutionReference.Sums
  let backwardWeights: ConvolutionReference.Sums

  init(_ testCase: ConvolutionCase) {
    self.testCase = testCase
    reference = ConvolutionReference(testCase.shape(.init(rawValue: 0)))
    var numbers = TestNumbers(seed: UInt64(testCase.weightCount))
    input = Self.fill(reference.inputMask(), &numbers)
    outputGradient = Self.fill(reference.outputMask(), &numbers)
    weights = GuardedBuffer((0..<testCase.weightCount).map { _ in numbers.next() })
    bias = GuardedBuffer((0..<testCase.outputs).map { _ in numbers.next() })
    forward = reference.forward(input: input.values, weights: weights.values)
    backwardData = reference.backwardData(
      outputGradient: outputGradient.values, weights: weights.values)
    backwardWeights = reference.backwardWeights(
      input: input.values, outputGradient: outputGradient.values,
      weightCount: testCase.weightCount)
  }

  /// Numbers where the mask says pixel, the guard value in the gaps.
  private static func fill(_ mask: [Bool], _ numbers: inout TestNumbers) -> GuardedBuffer {
    GuardedBuffer(mask.map { $0 ? numbers.next() : GuardedBuffer.guardValue })
  }
}
