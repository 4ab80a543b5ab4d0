import Autograd
import TensorCore

/// Maxima or means over windows of NHWC maps.
///
/// - Shapes: (batch, height, width, channels) to (batch, height', width', channels).
public struct Pooling2D: Layer {
  /// What is taken of each window.
  public enum Kind: Hashable, Sendable {
    /// The largest value.
    case max
    /// The mean.
    case average
  }

  private let kind: Kind

  /// How the window walks over its input.
  public let geometry: PoolingGeometry

  /// Creates the layer.
  public init(_ kind: Kind, geometry: PoolingGeometry) {
    self.kind = kind
    self.geometry = geometry
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    switch kind {
    case .max: context.tape.maxPool(input, geometry: geometry)
    case .average: context.tape.averagePool(input, geometry: geometry)
    }
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let size = geometry.outputSize(of: Extent(height: input[1], width: input[2]))
    let output: Shape = [input[0], size.height, size.width, input[3]]
    let name = kind == .max ? "max" : "average"
    summary.add(name: "", kind: "\(name) pool \(geometry.window)", outputShape: output)
    return output
  }
}
