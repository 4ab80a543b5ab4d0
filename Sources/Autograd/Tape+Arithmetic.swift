import Basics
import TensorCore

extension Tape {
  /// Applies an activation to every element.
  public mutating func activation(_ input: Variable, _ activation: Activation) -> Variable {
    if activation == .identity { return input }
    let output = backend.activation(input.value, activation)
    return record(output, arguments: [input], recipe: .activated(activation, input.saved)) {
      .activation(activation, input: input.saved)
    }
  }

  /// The element-wise sum of two variables of one shape.
  public mutating func add(_ left: Variable, _ right: Variable) -> Variable {
    record(backend.add(left.value, right.value), arguments: [left, right]) { .add }
  }

  /// The element-wise product of two variables of one shape.
  public mutating func multiply(_ left: Variable, _ right: Variable) -> Variable {
    record(backend.multiply(left.value, right.value), arguments: [left, right]) {
      .multiply(
        left: right.requiresGradient ? left.saved : nil,
        right: left.requiresGradient ? right.saved : nil)
    }
  }

  /// Every element times a constant.
  public mutating func scale(_ input: Variable, by factor: Float) -> Variable {
    record(backend.scale(input.value, by: factor), arguments: [input]) { .scale(factor) }
  }

  /// Sets elements to 0 with the given probability and divides the others by (1 - probability).
  ///
  /// Which elements fall depends only on the random source.
  ///
  /// - Parameter probability: At least 0, below 1.
  public mutating func dropout(
    _ input: Variable, probability: Float, random: RandomSource
  ) -> Variable {
    precondition((0..<1).contains(probability), "dropout: probability \(probability)")
    if probability == 0 { return input }
    let output = backend.dropout(input.value, probability: probability, random: random)
    return record(output, arguments: [input]) {
      .dropout(probability: probability, random: random)
    }
  }
}
