import CKernels

/// The definition of ck_convolution.h in double precision, one product at a time.
struct ConvolutionReference {
  let shape: ck_convolution
  let outputHeight: Int
  let outputWidth: Int

  init(_ shape: ck_convolution) {
    self.shape = shape
    var copy = shape
    outputHeight = Int(ck_convolution_output_height(&copy))
    outputWidth = Int(ck_convolution_output_width(&copy))
  }

  func inputOffset(_ n: Int, _ h: Int, _ w: Int, _ c: Int) -> Int {
    n * Int(shape.input_image_stride) + h * Int(shape.input_row_stride)
      + w * Int(shape.input_pixel_stride) + c
  }

  func outputOffset(_ n: Int, _ i: Int, _ j: Int, _ o: Int) -> Int {
    n * Int(shape.output_image_stride) + i * Int(shape.output_row_stride)
      + j * Int(shape.output_pixel_stride) + o
  }

  /// Floats that a buffer of inputs spans, gaps behind the last pixel left out.
  var inputSpan: Int {
    inputOffset(
      Int(shape.images) - 1, Int(shape.input_height) - 1, Int(shape.input_width) - 1,
      Int(shape.input_channels) - 1) + 1
  }

  var outputSpan: Int {
    outputOffset(
      Int(shape.images) - 1, outputHeight - 1, outputWidth - 1, Int(shape.output_channels) - 1) + 1
  }

  /// Calls `body` with the offsets in input, weights and output of every product of the sum.
  func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
    let groupInputs = Int(shape.input_channels / shape.groups)
    let outputs = Int(shape.output_channels)
    let groupOutputs = outputs / Int(shape.groups)
    for n in 0..<Int(shape.images) {
      for i in 0..<outputHeight {
        for j in 0..<outputWidth {
          for u in 0..<Int(shape.kernel_height) {
            let h =
              i * Int(shape.stride_height) + u * Int(shape.dilation_height)
              - Int(shape.padding_height)
            guard h >= 0, h < Int(shape.input_height) else { continue }
            for v in 0..<Int(shape.kernel_width) {
              let w =
                j * Int(shape.stride_width) + v * Int(shape.dilation_width)
                - Int(shape.padding_width)
              guard w >= 0, w < Int(shape.input_width) else { continue }
              let tap = u * Int(shape.kernel_width) + v
              for o in 0..<outputs {
                let first = o / groupOutputs * groupInputs
                let output = outputOffset(n, i, j, o)
                let input = inputOffset(n, h, w, first)
                let weight = tap * groupInputs * outputs + o
                for c in 0..<groupInputs { body(input + c, weight + c * outputs, output) }
              }
            }
          }
        }
      }
    }
  }

  /// A sum and the sum of the sizes of its terms, which bounds the rounding error of any order of summation.
  struct Sums {
    var value: [Double]
    var size: [Double]

    init(count: Int) {
      value = [Double](repeating: 0, count: count)
      size = value
    }

    fileprivate mutating func add(_ product: Double, at i: Int) {
      value[i] += product
      size[i] += abs(product)
    }
  }

  func forward(input: [Float], weights: [Float]) -> Sums {
    var sums = Sums(count: outputSpan)
    forEachProduct { sums.add(Double(input[$0]) * Double(weights[$1]), at: $2) }
    return sums
  }

  func backwardData(outputGradient: [Float], weights: [Float]) -> Sums {
    var sums = Sums(count: inputSpan)
    forEachProduct { sums.add(Double(outputGradient[$2]) * Double(weights[$1]), at: $0) }
    return sums
  }

  func backwardWeights(input: [Float], outputGradient: [Float], weightCount: Int) -> Sums {
    var sums = Sums(count: weightCount)
    forEachProduct { sums.add(Double(input[$0]) * Double(outputGradient[$2]), at: $1) }
    return sums
  }

  /// Whether an offset belongs to a pixel, rather than to a gap between pixels.
  func inputMask() -> [Bool] {
    var mask = [Bool](repeating: false, count: inputSpan)
    for n in 0..<Int(shape.images) {
      for h in 0..<Int(shape.input_height) {
        for w in 0..<Int(shape.input_width) {
          for c in 0..<Int(shape.input_channels) { mask[inputOffset(n, h, w, c)] = true }
        }
      }
    }
    return mask
  }

  func outputMask() -> [Bool] {
    var mask = [Bool](repeating: false, count: outputSpan)
    for n in 0..<Int(shape.images) {
      for i in 0..<outputHeight {
        for j in 0..<outputWidth {
          for o in 0..<Int(shape.output_channels) { mask[outputOffset(n, i, j, o)] = true }
        }
      }
    }
    return mask
  }
}
