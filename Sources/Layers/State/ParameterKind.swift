/// What a parameter is for; optimizers and reports group by it.
public enum ParameterKind: Hashable, Sendable, CaseIterable {
  /// Weights of a convolution or a linear layer.
  case weight
  /// What is added to their result.
  case bias
  /// gamma of a normalization.
  case normalizationScale
  /// beta of a normalization.
  case normalizationShift
  /// What scales a residual branch, channel by channel.
  case layerScale
  /// Learned tokens and positions.
  case embedding
}
