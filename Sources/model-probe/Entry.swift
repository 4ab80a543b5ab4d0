import Autograd
import Basics
import Checkpoints
import Glibc
import Layers
import TensorCore
import Training

/// Runs a network on given weights and images, and writes what comes out for other programs to compare.
///
///     model-probe ARCHITECTURE CLASSES WEIGHTS INPUT.safetensors OUTPUT.safetensors [THREADS]
///
/// INPUT holds `images` (n, height, width, channels) and, for gradients, `labels` (n). OUTPUT holds `evaluation` (logits in
/// evaluation mode) and, with labels, of a training pass: `training` (logits), `loss` (softmax cross-entropy),
/// `gradient.NAME` of every parameter, and `buffer.NAME` as they are after the pass. Dropout is off.
@main struct Entry {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      fail("\(error)", status: 1)
    }
  }

  private static func run(_ words: [String]) throws {
    guard words.count == 5 || words.count == 6, let classes = Int(words[1]), classes > 0 else {
      fail(
        "usage: ARCHITECTURE CLASSES WEIGHTS INPUT.safetensors OUTPUT.safetensors [THREADS]",
        status: 2)
    }
    let backend = try CPUBackend(threads: words.count == 6 ? Int(words[5]) : nil)
    let input = try SafetensorsFile.read(words[3]).tensors
    guard let images = input.first(where: { $0.name == "images" })?.tensor,
      images.shape.count == 4
    else { throw ProbeError.noImages }
    let architecture = try BackboneRegistry.standard.architecture(named: words[0])
    let model = try Model(
      architecture,
      options: BackboneOptions(
        channels: images.shape[3],
        imageSize: Extent(height: images.shape[1], width: images.shape[2])),
      head: .classification(classes: classes), dropout: 0)
    var state = model.layout.initialState(
      random: RandomSource(seed: 1), pool: backend.storagePool)
    let report = model.load(
      try WeightsFile.read(words[2]), into: &state, pool: backend.storagePool)
    print(report)
    let probe = Probe(
      model: model, backend: backend,
      images: backend.tensor(images.floats(), Shape(images.shape)))
    var tensors = [probe.evaluation(state)]
    if let labels = input.first(where: { $0.name == "labels" })?.tensor {
      tensors += probe.training(&state, labels: labels.integers().map(Int32.init))
    }
    try SafetensorsFile(tensors: tensors).write(to: words[4])
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    var line = "model-probe: \(message)\n"
    _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(status)
  }
}

/// What can be wrong with the input besides unreadable files.
enum ProbeError: Error, CustomStringConvertible {
  case noImages

  var description: String { "the input has no tensor images of four dimensions" }
}
