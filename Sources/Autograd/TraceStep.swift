import TensorCore

/// One operation of a traced pass: what computes it from what, without the numbers in between.
public struct TraceStep: Sendable {
  /// The operation, with what it needs besides its arguments.
  public enum Kind: Sendable {
    /// Arguments: input, weights, bias or nil.
    case convolution(ConvolutionGeometry)
    /// activation((input - mean) inverseDeviation scale + shift + residual). Arguments: input, scale, shift, residual or nil.
    case batchNorm(mean: Tensor, inverseDeviation: Tensor, activation: Activation)
    case activation(Activation)
    case add
    case multiply
    case scale(Float)
    /// Joined along the last axis.
    case concatenateChannels
    /// Of the last axis.
    case sliceChannels(Range<Int>)
    case reshape
    case flattenChannelsFirst
    case maxPool(PoolingGeometry)
    case averagePool(PoolingGeometry)
    case globalAveragePool
    /// Arguments: input, weights (outputs, inputs), bias or nil.
    case linear
    case matrixProduct(leftIsTransposed: Bool, rightIsTransposed: Bool)
    /// Over the last axis.
    case softmax
    /// Argument: (batch, tokens, 3 x heads x width).
    case attention(heads: Int)
    /// Arguments: input, scale, shift.
    case layerNorm(epsilon: Float)
    /// residual + scale input. Arguments: input, scale or nil, residual.
    case scaledResidual
    /// Arguments: (batch, height, width, channels), (batch, channels).
    case gated
    /// Arguments: patches, class token, positions.
    case embeddedTokens
    /// (batch, regions, channels), by weights (regions, height x width).
    case regionSums(weights: Tensor)
    /// What only training computes, by name.
    case trainingOnly(String)
  }

  /// What is computed.
  public let kind: Kind
  /// From what; nil for an argument that is absent.
  public let arguments: [Variable.ID?]
  /// The result's place on the tape.
  public let output: Variable.ID
  /// The result's extents.
  public let shape: Shape
}

extension TraceStep.Kind {
  init(_ operation: Operation) {
    switch operation {
    case .convolution(_, _, _, _, let geometry): self = .convolution(geometry)
    case .batchNorm(let saved):
      self =
        saved.usesBatchStatistics
        ? .trainingOnly("batch norm by the batch's statistics")
        : .batchNorm(
          mean: saved.mean, inverseDeviation: saved.inverseDeviation, activation: saved.activation)
    case .denseBlock: self = .trainingOnly("dense block")
    case .activation(let activation, _): self = .activation(activation)
    case .add: self = .add
    case .multiply: self = .multiply
    case .scale(let factor): self = .scale(factor)
    case .dropout: self = .trainingOnly("dropout")
    case .concatenateChannels: self = .concatenateChannels
    case .sliceChannels(let range, _): self = .sliceChannels(range)
    case .reshape: self = .reshape
    case .flattenChannelsFirst: self = .flattenChannelsFirst
    case .maxPool(_, _, let geometry): self = .maxPool(geometry)
    case .averagePool(_, let geometry): self = .averagePool(geometry)
    case .globalAveragePool: self = .globalAveragePool
    case .linear: self = .linear
    case .matrixProduct(_, let leftIsTransposed, _, let rightIsTransposed):
      self = .matrixProduct(
        leftIsTransposed: leftIsTransposed, rightIsTransposed: rightIsTransposed)
    case .softmax: self = .softmax
    case .attention(let saved): self = .attention(heads: saved.heads)
    case .layerNorm(let saved): self = .layerNorm(epsilon: saved.epsilon)
    case .scaledResidual(_, _, let factors):
      self = factors == nil ? .scaledResidual : .trainingOnly("stochastic depth")
    case .gated: self = .gated
    case .embeddedTokens: self = .embeddedTokens
    case .regionSums(let weights, _): self = .regionSums(weights: weights)
    case .recomputed: self = .trainingOnly("recomputed part")
    case .loss: self = .trainingOnly("loss")
    }
  }
}
