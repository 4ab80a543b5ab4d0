import Autograd
import TensorCore

/// A part of a network with one input and one output.
///
/// A layer is an immutable description: its parameters live in a `ModelState` and reach it through the context.
public protocol Layer: Sendable {
  /// Computes the output on the context's tape.
  func forward(_ input: Variable, context: inout ForwardContext) -> Variable

  /// Adds the layer's lines to a summary, without computing anything.
  ///
  /// - Parameters:
  ///   - input: The input's shape.
  ///   - summary: What the lines are added to.
  /// - Returns: The output's shape.
  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape
}
