import Glibc
import TensorCore

extension ParameterState {
  /// One step of Adam's moments, and the direction that a rule built on them starts from:
  /// (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) + decay w.
  ///
  /// The slots are the two moments.
  mutating func adamDirection(
    of parameter: Tensor, gradient: Tensor, beta1: Double, beta2: Double, epsilon: Double,
    weightDecay: Double, backend: any Backend
  ) -> Tensor {
    step += 1
    // Moved out, so that each is the only reference to its memory and is updated in place.
    var secondMoment = slots.removeLast()
    var firstMoment = slots.removeLast()
    let direction = backend.adamDirection(
      of: parameter, gradient: gradient, firstMoment: &firstMoment, secondMoment: &secondMoment,
      settings: AdamStep(
        learningRate: 1 / (1 - pow(beta1, Double(step))), beta1: beta1, beta2: beta2,
        epsilon: epsilon, weightDecay: weightDecay, decoupledDecay: false, step: step))
    slots = [firstMoment, secondMoment]
    return direction
  }
}
