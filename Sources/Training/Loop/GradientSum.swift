import Autograd
import Layers
import Optimizers
import TensorCore

/// What a pass over one batch gives.
struct GradientPass {
  /// The gradient of the batch's mean loss, parameter by parameter.
  var gradients: [Tensor?]
  var value: LossValue
  /// What the pass asks to be done to running statistics.
  var updates: [StateUpdate]
  var logits: [Float]
}

/// Adds up passes, so that the gradient is that of the mean over all of them.
///
/// A pass has the gradient of T/W, the sum of its terms over the sum of its weights; that of (T1 + T2 + ...)/(W1 + W2 +
/// ...) is the mean of theirs, weighted by W.
struct GradientSum {
  private(set) var termSum = 0.0
  private(set) var weightSum = 0.0
  private(set) var updates: [StateUpdate] = []
  private(set) var logits: [Float] = []
  private var gradients: [Tensor?] = []
  private var isScaled = false

  /// The mean loss; nil when there was nothing to average.
  var mean: Double? { weightSum == 0 ? nil : termSum / weightSum }

  /// Adds a pass; one that is alone is taken as it is.
  mutating func add(_ pass: GradientPass, isAlone: Bool, backend: any Backend) {
    updates += pass.updates
    logits += pass.logits
    guard pass.value.weightSum != 0 else { return }
    termSum += pass.value.termSum
    weightSum += pass.value.weightSum
    if isAlone {
      gradients = pass.gradients
      return
    }
    isScaled = true
    let weight = Float(pass.value.weightSum)
    let scaled = pass.gradients.map { $0.map { backend.scale($0, by: weight) } }
    guard !gradients.isEmpty else {
      gradients = scaled
      return
    }
    for (index, gradient) in scaled.enumerated() {
      guard let gradient else { continue }
      // Moved out and back, so that the sum is the only reference to its memory.
      if var sum = gradients[index].take() {
        backend.accumulate(gradient, into: &sum)
        gradients[index] = sum
      } else {
        gradients[index] = gradient
      }
    }
  }

  /// The gradients of the mean over all passes; the sum has none afterwards.
  mutating func takeGradients(backend: any Backend) -> [Tensor?] {
    defer { gradients = [] }
    guard isScaled else { return gradients }
    return gradients.map { $0.map { backend.scale($0, by: Float(1 / weightSum)) } }
  }
}
