import Autograd
import Layers
import TensorCore

/// Turns the operations of a model's evaluation into ONNX nodes.
///
/// ONNX has channels before rows and columns, tapes have them last. A result is kept in the form in which its operation
/// gives it, and turned where another one is needed: in convolutional networks nowhere but at the input's side.
struct ONNXTranslation {
  /// How a result of four axes is laid out.
  enum Form {
    /// As on the tape: channels last.
    case plain
    /// (batch, channels, height, width).
    case channelsFirst
  }

  /// A result in the graph.
  struct Value {
    var name: String
    var form: Form
  }

  /// The graph so far.
  var graph: ONNXGraph

  private let layout: ModelLayout
  /// The same pass for one image and for two: extents that differ follow the batch.
  private let one: ModelTrace
  private let two: ModelTrace
  private let parameterIndices: [Variable.ID: Int]
  private var values: [Variable.ID: Value] = [:]

  /// Begins a translation.
  ///
  /// - Parameters:
  ///   - one: The pass for one image.
  ///   - two: The pass for two images.
  ///   - layout: The parameters' names and orders.
  ///   - input: The name of (batch, channels, height, width) in the graph.
  ///   - graph: What is added to.
  init(
    one: ModelTrace, two: ModelTrace, layout: ModelLayout, input: String, graph: ONNXGraph
  ) {
    self.one = one
    self.two = two
    self.layout = layout
    self.graph = graph
    parameterIndices = Dictionary(
      uniqueKeysWithValues: one.parameters.enumerated().map { ($1, $0) })
    values[one.input] = Value(name: input, form: .channelsFirst)
  }

  /// Adds all operations, and gives the name of the logits.
  ///
  /// - Throws: `ExportError.unsupported` for what only training computes.
  mutating func run() throws(ExportError) -> String {
    for step in one.trace.steps { values[step.output] = try translate(step) }
    return plain(one.output)
  }

  // MARK: Arguments

  /// The extents of a result for one image.
  func shape(_ id: Variable.ID) -> [Int] { one.shapes[id]?.dimensions ?? [] }

  /// The extents of a result, -1 where they follow the batch.
  func openShape(_ id: Variable.ID) -> [Int] {
    zip(shape(id), two.shapes[id]?.dimensions ?? []).map { $0 == $1 ? $0 : -1 }
  }

  /// Whether a result of four axes has its channels first.
  func isChannelsFirst(_ id: Variable.ID) -> Bool { values[id]?.form == .channelsFirst }

  /// The name of a result, or of a value that the pass began with, as on the tape.
  mutating func plain(_ id: Variable.ID) -> String {
    let value = value(id)
    guard value.form == .channelsFirst else { return value.name }
    return graph.node("Transpose", [value.name], [.integers("perm", [0, 2, 3, 1])])
  }

  /// The name of a result with its channels in front of rows and columns.
  mutating func channelsFirst(_ id: Variable.ID) -> String {
    let value = value(id)
    guard value.form == .plain, shape(id).count == 4 else { return value.name }
    return graph.node("Transpose", [value.name], [.integers("perm", [0, 3, 1, 2])])
  }

  /// The name of a result in the given form.
  mutating func name(_ id: Variable.ID, as form: Form) -> String {
    form == .plain ? plain(id) : channelsFirst(id)
  }

  /// The weights of a convolution in ONNX's order, (outputs, inputs, height, width).
  mutating func convolutionWeights(_ id: Variable.ID) throws(ExportError) -> String {
    guard let index = parameterIndices[id], let tensor = one.trace.leaves[id] else {
      throw .unsupported("a convolution by computed weights")
    }
    let spec = layout.parameters[index]
    let (shape, values) = spec.exported(tensor)
    return graph.floats(values, shape: shape, name: spec.name)
  }

  private mutating func value(_ id: Variable.ID) -> Value {
    if let value = values[id] { return value }
    let tensor = one.trace.leaves[id]
    let name = graph.floats(
      tensor?.scalars ?? [], shape: shape(id),
      name: parameterIndices[id].map { layout.parameters[$0].name })
    let value = Value(name: name, form: .plain)
    values[id] = value
    return value
  }
}
