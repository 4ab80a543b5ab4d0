import TensorCore

/// Adds up the gradients of several batches, for steps larger than one batch.
public struct GradientSum: Sendable {
  private var sum: [Tensor?] = []

  /// Creates an empty sum.
  public init() {}

  /// Adds one batch's gradients.
  ///
  /// - Parameters:
  ///   - gradients: One per parameter; nil where there is none.
  ///   - factor: What they are multiplied by first.
  ///   - backend: What computes.
  public mutating func add(_ gradients: [Tensor?], factor: Float = 1, backend: any Backend) {
    let scaled =
      factor == 1 ? gradients : gradients.map { $0.map { backend.scale($0, by: factor) } }
    if sum.isEmpty {
      sum = scaled
      return
    }
    precondition(
      sum.count == scaled.count, "GradientSum: \(scaled.count) of \(sum.count) gradients")
    for index in sum.indices {
      guard let addend = scaled[index] else { continue }
      if var total = sum[index].take() {
        backend.accumulate(addend, into: &total)
        sum[index] = total
      } else {
        sum[index] = addend
      }
    }
  }

  /// Removes and returns what was added up.
  public mutating func take() -> [Tensor?] {
    defer { sum = [] }
    return sum
  }
}
