import Basics
import TensorCore

/// The description of one trained tensor.
public struct ParameterSpec: Hashable, Sendable {
  /// PyTorch's dotted name, such as `layer1.0.conv1.weight`.
  public let name: String
  /// The extents as stored here.
  public let shape: Shape
  /// How the elements are ordered here, compared with PyTorch.
  public let layout: ParameterLayout
  /// What the parameter is for.
  public let kind: ParameterKind
  /// How its first values are drawn.
  public let initializer: Initializer

  /// The extents in PyTorch's files.
  public var exportedShape: [Int] { layout.exportedShape(of: shape) }

  /// A tensor of this parameter's shape (itself, its gradient, an optimizer's moments) in PyTorch's order.
  public func exported(_ tensor: Tensor) -> (shape: [Int], values: [Float]) {
    precondition(tensor.shape == shape, "\(name): exporting \(tensor.shape) as \(shape)")
    return (exportedShape, tensor.withElements { layout.exported($0, shape: shape) })
  }

  /// The reverse of `exported`.
  ///
  /// - Parameters:
  ///   - exportedShape: The extents found in the file.
  ///   - values: The elements in PyTorch's order.
  ///   - pool: Where the tensor's memory comes from.
  /// - Throws: `LayersError.shapeMismatch` when extents or element count differ.
  public func imported(
    shape exportedShape: [Int], values: [Float], pool: StoragePool
  ) throws(LayersError) -> Tensor {
    guard exportedShape == self.exportedShape, values.count == shape.count else {
      throw .shapeMismatch(name: name, expected: self.exportedShape, found: exportedShape)
    }
    return Tensor(layout.imported(values, shape: shape), shape: shape, pool: pool)
  }

  /// The first values, drawn from a source of the parameter's own.
  ///
  /// They depend on the seed and the name alone, not on what else the model holds or in which order it was built.
  public func initialValue(random: RandomSource, pool: StoragePool) -> Tensor {
    var source = random.split(name)
    var tensor = Tensor(uninitialized: shape, pool: pool)
    initializer.fill(&tensor, fans: Fans(exportedShape: exportedShape), random: &source)
    return tensor
  }
}
