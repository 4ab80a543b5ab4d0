import CKernels
import Glibc
import Testing

/// Runs the kernels on one case and compares with the definition.
struct ConvolutionCheck {
  let testCase: ConvolutionCase
  let shape: ck_convolution
  let context: KernelContext
  let data: ConvolutionData

  private var reference: ConvolutionReference { data.reference }
  private var input: GuardedBuffer { data.input }
  private var outputGradient: GuardedBuffer { data.outputGradient }
  private var weights: GuardedBuffer { data.weights }
  private var bias: GuardedBuffer { data.bias }

  init(
    _ data: ConvolutionData, _ algorithm: ck_convolution_algorithm, _ context: KernelContext
  ) {
    testCase = data.testCase
    self.context = context
    shape = testCase.shape(algorithm)
    self.data = data
  }

  private var label: String {
    "\(testCase), \(String(cString: ck_level_name(ck_context_level(context.pointer)))), "
      + "algorithm \(shape.algorithm.rawValue)"
  }

  /// Checks values against sums of doubles, within the error that float32 (and Winograd's transforms) may make.
  private func compare(
    _ buffer: GuardedBuffer, _ sums: ConvolutionReference.Sums, _ mask: [Bool], _ what: String,
    plus earlier: [Float]? = nil
  ) {
    #expect(buffer.bandsAreIntact, "\(what): wrote outside, \(label)")
    // Winograd's F(4, 3) loses about two decimal digits against a plain sum.
    let scale = (sums.size.max() ?? 0) + 1
    for (i, inside) in mask.enumerated() {
      guard inside else {
        if buffer[i].bitPattern != GuardedBuffer.guardValue.bitPattern {
          Issue.record("\(what): wrote into the gap at \(i), \(label)")
          return
        }
        continue
      }
      let expected = sums.value[i] + Double(earlier?[i] ?? 0)
      let tolerance =
        shape.algorithm == CK_CONVOLUTION_DIRECT
        ? 1e-6 * sums.size[i] + 1e-6 : 4e-6 * scale
      if !(abs(Double(buffer[i]) - expected) <= tolerance) {
        Issue.record("\(what) at \(i): \(buffer[i]) for \(expected) ± \(tolerance), \(label)")
        return
      }
    }
  }

  func runForward(
    bias: Bool, activation: ck_activation, sums: UnsafeMutablePointer<Double>?,
    addend: [Float]? = nil, inPlace: Bool = false
  ) -> GuardedBuffer {
    let output = GuardedBuffer(count: reference.outputSpan)
    let other = GuardedBuffer(count: reference.outputSpan)
    let added = inPlace ? output : other
    if let addend {
      for (index, inside) in reference.outputMask().enumerated() where inside {
        added[index] = addend[index]
      }
    }
    var epilogue = ck_convolution_epilogue(
      bias: bias ? self.bias.pointer : nil,
      addend: addend == nil ? nil : UnsafePointer(added.pointer), activation: activation,
      sums: sums)
    withUnsafePointer(to: shape) {
      ck_convolution_forward(
        context.pointer, $0, input.pointer, weights.pointer, &epilogue, output.pointer)
    }
    return output
  }

  func runBackwardData(into gradient: GuardedBuffer, accumulate: Bool) {
    withUnsafePointer(to: shape) {
      ck_convolution_backward_data(
        context.pointer, $0, outputGradient.pointer, weights.pointer, accumulate, gradient.pointer)
    }
  }

  func runBackwardWeights(into gradient: GuardedBuffer, accumulate: Bool) {
    withUnsafePointer(to: shape) {
      ck_convolution_backward_weights(
        context.pointer, $0, input.pointer, outputGradient.pointer, accumulate, gradient.pointer)
    }
  }

  func runBackwardBias(into gradient: GuardedBuffer, accumulate: Bool) {
    withUnsafePointer(to: shape) {
      ck_convolution_backward_bias(
        context.pointer, $0, outputGradient.pointer, accumulate, gradient.pointer)
    }
  }

  func forward() {
    let mask = reference.outputMask()
    var expected = data.forward
    compare(
      runForward(bias: false, activation: CK_ACTIVATION_NONE, sums: nil), expected, mask, "forward")

    for (i, inside) in mask.enumerated() where inside {
      let channel = i % Int(shape.output_image_stride) % Int(shape.output_row_stride)
      let o = channel % Int(shape.output_pixel_stride)
      expected.value[i] += Double(bias[o])
      expected.size[i] += abs(Double(bias[o]))
    }
    var sums = [Double](repeating: -1, count: 2 * testCase.outputs)
    let withBias = runForward(bias: true, activation: CK_ACTIVATION_NONE, sums: &sums)
    compare(withBias, expected, mask, "forward with bias")
    compareSums(sums, of: withBias, mask)

    let biased = expected
    expected.value = expected.value.map { max($0, 0) }
    let rectified = runForward(bias: true, activation: CK_ACTIVATION_RELU, sums: &sums)
    compare(rectified, expected, mask, "forward with rectifier")
    compareSums(sums, of: rectified, mask)

    let addend = (0..<reference.outputSpan).map { Float($0 % 7) - 3 }
    for inPlace in [true, false] {
      let sum = runForward(
        bias: true, activation: CK_ACTIVATION_NONE, sums: &sums, addend: addend, inPlace: inPlace)
      compare(sum, biased, mask, "forward with addend, in place \(inPlace)", plus: addend)
      compareSums(sums, of: sum, mask)
    }

    // The addend comes before the activation, whose own error is far below the tolerance.
    var activated = biased
    for index in activated.value.indices {
      let value = biased.value[index] + Double(addend[index])
      activated.value[index] = value / (1 + exp(-value))
      activated.size[index] += abs(Double(addend[index]))
    }
    let smooth = runForward(
      bias: true, activation: CK_ACTIVATION_SILU, sums: nil, addend: addend)
    compare(smooth, activated, mask, "forward with SiLU")
  }

  private func compareSums(_ sums: [Double], of output: GuardedBuffer, _ mask: [Bool]) {
    var expected = [Double](repeating: 0, count: 2 * testCase.outputs)
    var size = expected
    for (i, inside) in mask.enumerated() where inside {
      let channel = i % Int(shape.output_image_stride) % Int(shape.output_row_stride)
      let o = channel % Int(shape.output_pixel_stride)
      let value = Double(output[i])
      expected[o] += value
      size[o] += abs(value)
      expected[testCase.outputs + o] += value * value
      size[testCase.outputs + o] += value * value
    }
    for o in 0..<sums.count where !(abs(sums[o] - expected[o]) <= 1e-6 * size[o] + 1e-12) {
      Issue.record("sum \(o): \(sums[o]) for \(expected[o]), \(label)")
      return
    }
  }

  func backwardData() {
    let mask = reference.inputMask()
    let expected = data.backwardData
    let gradient = GuardedBuffer(count: reference.inputSpan)
    runBackwardData(into: gradient, accumulate: false)
    compare(gradient, expected, mask, "backward data")

    let earlier = GuardedBuffer(input.values)
    runBackwardData(into: earlier, accumulate: true)
    compare(earlier, expected, mask, "accumulated backward data", plus: input.values)
  }

  func backwardWeights() {
    let count = testCase.weightCount
    let mask = [Bool](repeating: true, count: count)
    let expected = data.backwardWeights
    let gradient = GuardedBuffer(count: count)
    runBackwardWeights(into: gradient, accumulate: false)
    compare(gradient, expected, mask, "backward weights")
    let earlier = GuardedBuffer(weights.values)
    runBackwardWeights(into: earlier, accumulate: true)
    compare(earlier, expected, mask, "accumulated backward weights", plus: weights.values)

    var sums = ConvolutionReference.Sums(count: testCase.outputs)
    for (i, inside) in reference.outputMask().enumerated() where inside {
      let channel = i % Int(shape.output_image_stride) % Int(shape.output_row_stride)
      sums.value[channel % Int(shape.output_pixel_stride)] += Double(outputGradient[i])
      sums.size[channel % Int(shape.output_pixel_stride)] += abs(Double(outputGradient[i]))
    }
    let outputs = [Bool](repeating: true, count: testCase.outputs)
    let biasGradient = GuardedBuffer(count: testCase.outputs)
    runBackwardBias(into: biasGradient, accumulate: false)
    compare(biasGradient, sums, outputs, "backward bias")
    let earlierBias = GuardedBuffer(bias.values)
    runBackwardBias(into: earlierBias, accumulate: true)
    compare(earlierBias, sums, outputs, "accumulated backward bias", plus: bias.values)
  }

  /// The bits of all results, one after the other.
  func allResults() -> [UInt64] {
    var sums = [Double](repeating: 0, count: 2 * testCase.outputs)
    let output = runForward(bias: true, activation: CK_ACTIVATION_NONE, sums: &sums)
    let data = GuardedBuffer(count: reference.inputSpan)
    runBackwardData(into: data, accumulate: false)
    let weights = GuardedBuffer(count: testCase.weightCount)
    runBackwardWeights(into: weights, accumulate: false)
    let bias = GuardedBuffer(count: testCase.outputs)
    runBackwardBias(into: bias, accumulate: false)
    let floats = [output, data, weights, bias].flatMap(\.values)
    return floats.map { UInt64($0.bitPattern) } + sums.map(\.bitPattern)
  }
}
