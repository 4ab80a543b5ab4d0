import Basics

/// Operations that treat each element, or each row, on its own.
public protocol PointwiseBackend {
  /// Applies an activation to every element.
  func activation(_ input: Tensor, _ activation: Activation) -> Tensor

  /// outputGradient times the activation's derivative at `input`.
  func activationGradient(
    outputGradient: Tensor, input: Tensor, _ activation: Activation
  ) -> Tensor

  /// The element-wise sum of two tensors of one shape.
  func add(_ left: Tensor, _ right: Tensor) -> Tensor

  /// The element-wise product of two tensors of one shape.
  func multiply(_ left: Tensor, _ right: Tensor) -> Tensor

  /// Every element times a constant.
  func scale(_ input: Tensor, by factor: Float) -> Tensor

  /// Every element times the factor of its channel (last axis): (..., channels) by (channels).
  func scaleChannels(_ input: Tensor, by factors: Tensor) -> Tensor

  /// Adds `addend` to `accumulator` in place; both have one shape.
  func accumulate(_ addend: Tensor, into accumulator: inout Tensor)

  /// Sets elements to 0 with the given probability and divides the others by (1 - probability).
  ///
  /// Which elements fall depends only on the random source and their index, so that the backward pass is the same
  /// call on the gradient and nothing need be saved.
  ///
  /// - Parameter probability: At least 0, below 1.
  func dropout(_ input: Tensor, probability: Float, random: RandomSource) -> Tensor

  /// Joins tensors along the last axis; all other extents agree.
  func concatenateChannels(_ parts: [Tensor]) -> Tensor

  /// Elements `range` of the last axis.
  func sliceChannels(_ input: Tensor, _ range: Range<Int>) -> Tensor

  /// Exchanges the order NHWC for NCHW: result shape (batch, channels, height, width).
  func channelsFirst(_ input: Tensor) -> Tensor

  /// Exchanges the order NCHW for NHWC: result shape (batch, height, width, channels).
  func channelsLast(_ input: Tensor) -> Tensor

  /// Sums over all axes but the last: (..., channels) to (channels).
  func sumOverRows(_ input: Tensor) -> Tensor
}
