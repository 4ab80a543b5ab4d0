import CKernels
import Glibc

/// Times the three products of one layer on one context.
struct LayerBench {
  let layer: LayerShape
  let context: OpaquePointer
  let algorithm: ck_convolution_algorithm
  let repetitions: Int

  /// Seconds of the fastest call of forward, backward data and backward weights.
  func run() -> (forward: Double, data: Double, weights: Double) {
    var shape = layer.convolution()
    shape.algorithm = algorithm
    let input = buffer(Int(shape.input_image_stride) * Int(shape.images))
    let output = buffer(Int(shape.output_image_stride) * Int(shape.images))
    let taps = Int(layer.kernel) * Int(layer.kernel)
    let weights = buffer(taps * Int(layer.inputs) * Int(layer.outputs))
    defer {
      input.deallocate()
      output.deallocate()
      weights.deallocate()
    }
    let forward = fastest {
      var epilogue = ck_convolution_epilogue()
      ck_convolution_forward(context, &shape, input, weights, &epilogue, output)
    }
    let data = fastest {
      ck_convolution_backward_data(context, &shape, output, weights, false, input)
    }
    let gradient = fastest {
      ck_convolution_backward_weights(context, &shape, input, output, false, weights)
    }
    return (forward, data, gradient)
  }

  /// Multiplications and additions of the direct product, for each of the three.
  var operations: Double {
    var shape = layer.convolution()
    let pixels =
      Double(ck_convolution_output_height(&shape)) * Double(ck_convolution_output_width(&shape))
    return 2 * Double(layer.images) * pixels * Double(layer.kernel * layer.kernel)
      * Double(layer.inputs) * Double(layer.outputs)
  }

  private func fastest(_ body: () -> Void) -> Double {
    body()
    var best = Double.infinity
    for _ in 0..<repetitions {
      let start = Self.seconds()
      body()
      best = min(best, Self.seconds() - start)
    }
    return best
  }

  /// Small numbers of both signs: neither denormals nor overflow, however often results become inputs.
  private func buffer(_ count: Int) -> UnsafeMutablePointer<Float> {
    let pointer = UnsafeMutablePointer<Float>.allocate(capacity: count)
    for i in 0..<count { pointer[i] = Float((i &* 7919) & 255) / 2560 - 0.05 }
    return pointer
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
