/// Multi-head self-attention (Vaswani and others 2017, section 3.2): softmax(Q K^T / sqrt(d)) V for each head.
///
/// The probabilities of all tokens for all tokens are never held at once: a block of queries at a time is computed, and
/// computed again for the gradient.
public protocol AttentionBackend {
  /// Computes the attention.
  ///
  /// - Parameters:
  ///   - packed: (batch, tokens, 3 x heads x width): of each token the queries of all heads, the keys, the values.
  ///   - heads: Divides a third of the channels.
  func attention(_ packed: Tensor, heads: Int) -> AttentionOutput

  /// The gradient of `attention`, of the packed shape.
  ///
  /// - Parameters:
  ///   - outputGradient: (batch, tokens, heads x width).
  ///   - packed: What it was computed from.
  ///   - output: What came out.
  ///   - logSums: What came out beside it.
  ///   - heads: As before.
  func attentionGradient(
    outputGradient: Tensor, packed: Tensor, output: Tensor, logSums: Tensor, heads: Int
  ) -> Tensor
}

/// What attention gives.
public struct AttentionOutput: Sendable {
  /// (batch, tokens, heads x width).
  public var output: Tensor
  /// The logarithm of each query's sum of exponentials, (batch, heads, tokens).
  public var logSums: Tensor

  /// Creates an output.
  public init(output: Tensor, logSums: Tensor) {
    self.output = output
    self.logSums = logSums
  }
}
