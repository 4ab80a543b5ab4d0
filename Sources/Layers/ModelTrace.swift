import Autograd
import TensorCore

/// The operations of a model's evaluation, in order: what other formats of networks are written from.
public struct ModelTrace: Sendable {
  /// The operations, and the values that they begin with.
  public let trace: Trace
  /// The places of the parameters, in the layout's order.
  public let parameters: [Variable.ID]
  /// The place of the images, (batch, height, width, channels).
  ///
  /// With a masking focus these are the copies, (batch x regions, ...), which are made outside of the network.
  public let input: Variable.ID
  /// The place of the logits.
  public let output: Variable.ID

  /// The extents of whatever has a place.
  public let shapes: [Variable.ID: Shape]

  init(_ trace: Trace, parameters: [Variable.ID], input: Variable.ID, output: Variable.ID) {
    self.trace = trace
    self.parameters = parameters
    self.input = input
    self.output = output
    shapes = trace.leaves.mapValues(\.shape).merging(
      trace.steps.map { ($0.output, $0.shape) }, uniquingKeysWith: { $1 })
  }
}

extension Model {
  /// Evaluates black images and writes down the operations.
  ///
  /// - Parameters:
  ///   - state: The model's parameters and buffers.
  ///   - batchSize: How many images.
  ///   - backend: What computes.
  public func trace(_ state: ModelState, batchSize: Int, backend: any Backend) -> ModelTrace {
    var context = ForwardContext(tracing: state, backend: backend)
    let regionCount: Int? =
      if case .masking(let regions, _, _) = focus { regions.count } else { nil }
    let size = options.imageSize
    let images = context.tape.constant(
      Tensor(
        repeating: 0,
        shape: [batchSize * (regionCount ?? 1), size.height, size.width, options.channels],
        pool: backend.storagePool))
    let output =
      regionCount.map {
        let features = copyFeatures(of: images, regionCount: $0, context: &context)
        return head.forward(features, context: &context)
      } ?? forward(images, context: &context)
    return ModelTrace(
      context.tape.trace ?? Trace(), parameters: context.parameterIDs, input: images.id,
      output: output.id)
  }
}
