import Basics
import Glibc
import Imaging

/// Times how fast image files become the input of a network, on one core (Benchmarks/decoding.py).
///
///     image-bench SIZE CHANNELS FILE...
///
/// Reads every file once, then prints two numbers: seconds to decode all, and seconds to decode all, resize them to a
/// square of SIZE pixels and normalise them to floats.
@main struct Entry {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 3, let size = Int(arguments[1]), size > 0,
      let channels = Int(arguments[2]),
      channels == 1 || channels == 3
    else { fail("usage: image-bench SIZE CHANNELS FILE...") }
    do {
      let files = try arguments.dropFirst(2).map { (name: $0, bytes: try FileSystem.read($0)) }
      let options = PreprocessingOptions(
        size: size, channels: channels, normalization: channels == 1 ? .medical : .imagenet)
      var samples = 0
      let decoding = try seconds {
        for file in files {
          samples += try ImageCodec.decode(file.bytes, name: file.name).byteCount
        }
      }
      let whole = try seconds {
        for file in files {
          samples +=
            options.process(try ImageCodec.decode(file.bytes, name: file.name)).values.count
        }
      }
      // The count keeps the compiler from leaving the work out.
      print(decoding, whole, samples)
    } catch {
      fail("\(error)")
    }
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let time = try clock.measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }

  private static func fail(_ message: String) -> Never {
    var line = "image-bench: \(message)\n"
    _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
  }
}
