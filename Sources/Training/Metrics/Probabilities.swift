import Glibc

/// Outputs of a model as probabilities, in double precision.
public enum Probabilities {
  /// exp(z_k / T) over its sum.
  ///
  /// - Parameters:
  ///   - logits: At least one.
  ///   - temperature: T, above 0; 1 leaves the model's own confidence.
  public static func softmax(
    _ logits: some Collection<Float>, temperature: Double = 1
  ) -> [Double] {
    let largest = Double(logits.max() ?? 0)
    var result = logits.map { exp((Double($0) - largest) / temperature) }
    let sum = result.reduce(0, +)
    for index in result.indices { result[index] /= sum }
    return result
  }

  /// 1 / (1 + exp(-z / T)).
  public static func sigmoid(_ logit: Float, temperature: Double = 1) -> Double {
    1 / (1 + exp(-Double(logit) / temperature))
  }
}
