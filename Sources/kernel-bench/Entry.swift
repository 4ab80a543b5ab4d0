import CKernels
import Glibc

/// Times convolution kernels, one line per layer: milliseconds and GFLOP/s of the three products.
///
///     kernel-bench [--threads N] [--level portable|avx2|avx512] [--direct] [--repeat N] [SHAPE]...
///
/// A SHAPE is "images,size,inputs,outputs,kernel,stride,padding"; without one, a standard list.
@main struct Entry {
  static func main() {
    var threads: Int32 = 2
    var level = ck_level_best()
    var algorithm = CK_CONVOLUTION_AUTOMATIC
    var repetitions = 7
    var layers: [LayerShape] = []
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--threads": threads = arguments.popFirst().flatMap { Int32($0) } ?? 0
      case "--repeat": repetitions = arguments.popFirst().flatMap { Int($0) } ?? 0
      case "--direct": algorithm = CK_CONVOLUTION_DIRECT
      case "--level":
        let name = arguments.popFirst() ?? ""
        guard let found = levels.first(where: { String(cString: ck_level_name($0)) == name }) else {
          fail("unknown level '\(name)'")
        }
        level = found
      default:
        guard let layer = LayerShape(argument) else { fail("no layer shape: '\(argument)'") }
        layers.append(layer)
      }
    }
    guard let context = ck_context_create(threads, level) else {
      fail("\(threads) threads at level \(String(cString: ck_level_name(level))) are not to be had")
    }
    defer { ck_context_destroy(context) }
    print("layer\tforward ms\tGF/s\tdata ms\tGF/s\tweights ms\tGF/s")
    for layer in layers.isEmpty ? LayerShape.standard : layers {
      let bench = LayerBench(
        layer: layer, context: context, algorithm: algorithm, repetitions: max(repetitions, 1))
      let times = bench.run()
      let columns = [times.forward, times.data, times.weights].map {
        "\(rounded($0 * 1e3))\t\(rounded(bench.operations / $0 * 1e-9))"
      }
      print(layer.description, columns.joined(separator: "\t"), separator: "\t")
    }
  }

  private static let levels = [CK_LEVEL_PORTABLE, CK_LEVEL_AVX2, CK_LEVEL_AVX512]

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private static func fail(_ message: String) -> Never {
    var line = "kernel-bench: \(message)\n"
    _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
  }
}
