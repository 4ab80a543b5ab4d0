/// What a network calls its last linear layer and how it draws it.
public struct HeadStyle: Hashable, Sendable {
  /// The name, as in the PyTorch network.
  public let name: String
  /// How the weights are drawn.
  public let weights: Initializer
  /// How the bias is drawn; nil: PyTorch's default.
  public let bias: Initializer?

  /// Creates a style; weights and bias have PyTorch's defaults unless given.
  public init(name: String, weights: Initializer = .layerDefault, bias: Initializer? = nil) {
    self.name = name
    self.weights = weights
    self.bias = bias
  }
}
