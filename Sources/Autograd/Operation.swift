import Basics
import TensorCore

/// What was computed, with exactly what its backward rule needs.
///
/// A tensor that only the gradient of a frozen argument would need is nil: it is not saved.
enum Operation {
  // Arguments: input, weights, bias.
  case convolution(
    input: SavedTensor?, weights: Tensor?, inputShape: Shape, weightShape: Shape,
    geometry: ConvolutionGeometry)
  // Arguments: input, scale, shift, residual.
  case batchNorm(SavedBatchNorm)
  // Arguments: input, then six parameters for each unit.
  case denseBlock(SavedDenseBlock)
  case activation(Activation, input: SavedTensor)
  case add
  // The factors of the other argument's gradient.
  case multiply(left: SavedTensor?, right: SavedTensor?)
  case scale(Float)
  case dropout(probability: Float, random: RandomSource)
  case concatenateChannels(widths: [Int])
  case sliceChannels(range: Range<Int>, inputShape: Shape)
  case reshape(inputShape: Shape)
  case flattenChannelsFirst(inputShape: Shape)
  case maxPool(winners: PoolingWinners, inputShape: Shape, geometry: PoolingGeometry)
  case averagePool(inputShape: Shape, geometry: PoolingGeometry)
  case globalAveragePool(inputShape: Shape)
  // Arguments: input, weights, bias.
  case linear(input: SavedTensor?, weights: Tensor?)
  case matrixProduct(
    left: SavedTensor?, leftIsTransposed: Bool, right: SavedTensor?, rightIsTransposed: Bool)
  case softmax(output: SavedTensor)
  case attention(SavedAttention)
  // Arguments: input, scale, shift.
  case layerNorm(SavedLayerNorm)
  // Arguments: input, scale, residual.
  case scaledResidual(input: SavedTensor?, scale: Tensor?, sampleFactors: [Float]?)
  // Arguments: input, gates.
  case gated(input: SavedTensor?, gates: Tensor?)
  // Arguments: patches, class token, positions.
  case embeddedTokens
  case regionSums(weights: Tensor, inputShape: Shape)
  // Arguments: those of the part.
  case recomputed(SavedPart)
  // The loss kernels give the gradient in their forward pass.
  case loss(gradient: Tensor)
}

extension Operation {
  /// Whether the backward rule adds the first argument's gradient to what that argument has so far, in its own pass.
  var addsInPlace: Bool {
    if case .convolution = self { true } else { false }
  }
}
