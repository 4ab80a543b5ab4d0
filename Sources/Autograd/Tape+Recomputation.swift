import TensorCore

extension Tape {
  /// Records a part of a network of which only the arguments are kept; the backward pass computes it once more (Chen and
  /// others 2016, "Training deep nets with sublinear memory cost").
  ///
  /// - Parameters:
  ///   - value: What the part gave, computed on `trial` so that nothing of it was saved.
  ///   - arguments: All that the part depends on and that may want a gradient.
  ///   - body: Computes the part on another tape from the arguments' values; must give `value` again.
  public mutating func recomputed(
    _ value: Tensor, arguments: [Variable],
    body: @escaping @Sendable (inout Tape, [Variable]) -> Variable
  ) -> Variable {
    record(value, arguments: arguments) {
      .recomputed(SavedPart(arguments: arguments.map(\.saved), body: body))
    }
  }
}

/// What is needed to compute a part of a network again.
struct SavedPart {
  var arguments: [SavedTensor]
  var body: @Sendable (inout Tape, [Variable]) -> Variable
}

extension Backend {
  /// Computes the part, this time on a tape that keeps what is needed, and walks that back.
  func recomputedGradients(
    _ outputGradient: Tensor, _ part: SavedPart, wanted: [Bool]
  ) -> [Tensor?] {
    var tape = Tape(backend: self, recording: true)
    let arguments = zip(part.arguments, wanted).map { saved, isWanted in
      isWanted ? tape.leaf(value(of: saved)) : tape.constant(value(of: saved))
    }
    let output = part.body(&tape, arguments)
    var gradients = tape.backward(from: output, seed: outputGradient)
    return arguments.map { gradients.take($0) }
  }
}
