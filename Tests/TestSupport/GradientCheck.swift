import Autograd
import TensorCore

/// Compares the tape's gradients with finite differences.
///
/// The function under test is made a scalar by fixed weights w: f = sum of w y. Its derivative with respect to each checked
/// element comes from four evaluations around it, (8 (f(+h) - f(-h)) - (f(+2h) - f(-2h))) / 12h, whose error is of fourth
/// order in h, so that h can be large enough for 32-bit floats.
public struct GradientCheck {
  /// What is computed, from leaves on a tape.
  public typealias Function = (inout Tape, [Variable]) -> Variable

  /// The largest deviation that was found.
  public struct Deviation: CustomStringConvertible {
    /// Which input.
    public var input = 0
    /// Which of its elements.
    public var element = 0
    /// The tape's derivative.
    public var derivative = 0.0
    /// The finite difference.
    public var difference = 0.0
    /// The distance of the two, as a share of the largest derivative of this input (at least 1).
    public var relative = 0.0

    public var description: String {
      "input \(input)[\(element)]: tape \(derivative), finite difference \(difference)"
    }
  }

  /// What computes.
  public var backend: any Backend
  /// h, the distance between evaluations.
  public var step: Float
  /// How many elements of each input are checked, evenly spread.
  public var elementLimit: Int

  /// Creates a check.
  public init(backend: any Backend, step: Float = 0.02, elementLimit: Int = 60) {
    self.backend = backend
    self.step = step
    self.elementLimit = elementLimit
  }

  /// The largest deviation over all inputs.
  public func largestDeviation(of inputs: [Tensor], _ function: Function) -> Deviation {
    var tape = Tape(backend: backend, recording: true)
    let leaves = inputs.map { tape.leaf($0) }
    let output = function(&tape, leaves)
    let weights = Fixture.values(count: output.shape.count, seed: 91)
    let gradients = tape.backward(from: output, seed: backend.tensor(weights, output.shape))
    var worst = Deviation()
    for (index, input) in inputs.enumerated() {
      let derivatives = gradients[leaves[index]]?.scalars ?? Array(repeating: 0, count: input.count)
      let checked = Array(
        stride(from: 0, to: input.count, by: max(1, input.count / elementLimit)))
      let differences = checked.map { element in
        difference(of: function, inputs: inputs, input: index, element: element, weights: weights)
      }
      let scale = max(differences.map(abs).max() ?? 0, 1)
      for (element, difference) in zip(checked, differences) {
        let derivative = Double(derivatives[element])
        let relative = abs(derivative - difference) / scale
        if !(relative <= worst.relative) {
          worst = Deviation(
            input: index, element: element, derivative: derivative, difference: difference,
            relative: relative.isNaN ? .infinity : relative)
        }
      }
    }
    return worst
  }

  private func difference(
    of function: Function, inputs: [Tensor], input: Int, element: Int, weights: [Float]
  ) -> Double {
    func value(at offset: Float) -> Double {
      var moved = inputs
      moved[input].withMutableElements { $0[element] += offset }
      var tape = Tape(backend: backend, recording: false)
      let variables = moved.map { tape.constant($0) }
      let output = function(&tape, variables).value
      return zip(output.scalars, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let inner = value(at: step) - value(at: -step)
    let outer = value(at: 2 * step) - value(at: -2 * step)
    return (8 * inner - outer) / (12 * Double(step))
  }
}
