import Basics
import Layers
import TensorCore

/// A network with its weights as an ONNX file: operator set 17, 32-bit floats, any batch size.
///
/// The input `images` is (batch, channels, height, width), prepared as for training; the output `logits` is (batch, classes),
/// or (batch, groups, classes).
public struct ONNXModel: Sendable {
  /// The encoded ModelProto.
  public let bytes: [UInt8]

  /// The most bytes that a Protocol Buffers file can have.
  static let byteLimit = Int(Int32.max)

  /// Writes a model down.
  ///
  /// - Parameters:
  ///   - model: The network.
  ///   - state: Its parameters and buffers.
  ///   - producerVersion: The version of this program.
  ///   - metadata: What the file says about itself besides.
  ///   - backend: Evaluates the network once for one image and once for two.
  /// - Throws: `ExportError`.
  public init(
    _ model: Model, state: ModelState, producerVersion: String,
    metadata: [(key: String, value: String)], backend: any Backend
  ) throws(ExportError) {
    let byteCount = model.layout.parameterCount * MemoryLayout<Float>.stride
    guard byteCount < Self.byteLimit else {
      throw .tooLarge(byteCount: byteCount, limit: Self.byteLimit)
    }
    let size = model.options.imageSize
    var graph = ONNXGraph()
    graph.input(
      "images",
      [.named("batch"), .fixed(model.options.channels), .fixed(size.height), .fixed(size.width)])
    graph.output("logits", [.named("batch")] + model.head.outputShape.map { .fixed($0) })
    let input = Self.masked("images", model: model, graph: &graph)
    var translation = ONNXTranslation(
      one: model.trace(state, batchSize: 1, backend: backend),
      two: model.trace(state, batchSize: 2, backend: backend), layout: model.layout, input: input,
      graph: graph)
    let logits = try translation.run()
    graph = translation.graph
    _ = graph.node("Identity", [logits], result: "logits")

    var message = ProtobufMessage()
    // The version of the format that came with operator set 17.
    message.add(1, 8)
    message.add(2, "roentgen")
    message.add(3, producerVersion)
    message.add(7, graph.message(name: model.architecture.name))
    message.add(8) { operators in
      operators.add(1, "")
      operators.add(2, 17)
    }
    for (key, value) in metadata {
      message.add(14) { entry in
        entry.add(1, key)
        entry.add(2, value)
      }
    }
    bytes = message.bytes
    guard bytes.count <= Self.byteLimit else {
      throw .tooLarge(byteCount: bytes.count, limit: Self.byteLimit)
    }
  }

  /// One copy of the images for each region of a masking focus; the images themselves without one.
  private static func masked(_ images: String, model: Model, graph: inout ONNXGraph) -> String {
    guard case .masking(let regions, let fill, let strength) = model.focus else { return images }
    let (size, channels) = (model.options.imageSize, model.options.channels)
    let parts = regions.map { region in
      let (rows, columns) = (
        region.rows(ofHeight: size.height), region.columns(ofWidth: size.width)
      )
      return (0..<size.height).flatMap { y in
        (0..<size.width).map { x in
          rows.contains(y) && columns.contains(x) ? strength.inside : strength.outside
        }
      }
    }
    let extents = [size.height, size.width]
    let kept = graph.floats(parts.flatMap { $0 }, shape: [regions.count, 1] + extents)
    let covered = graph.floats(
      parts.flatMap { part in
        (0..<channels).flatMap { channel in
          part.map { (1 - $0) * fill[channel % fill.count] }
        }
      }, shape: [regions.count, channels] + extents)
    // (batch, 1, ...) by (regions, ...) is (batch, regions, ...).
    let wide = graph.node("Unsqueeze", [images, graph.integers([1])])
    let copies = graph.node("Add", [graph.node("Mul", [wide, kept]), covered])
    return graph.node("Reshape", [copies, graph.integers([-1, channels] + extents)])
  }
}
