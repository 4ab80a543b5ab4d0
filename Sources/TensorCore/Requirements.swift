// Checks of arguments that several operations share. A shape that does not fit is an error of the program, so these
// trap; the texts name the operation, what it needs and what it got.

/// Traps with a text in every build; `precondition` would keep its text from optimised ones.
func require(
  _ condition: Bool, _ text: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  // An error of the program, and no result that could be given instead.
  guard condition else { fatalError(text(), file: file, line: line) }
}

func requireSameShape(
  _ operation: StaticString, _ name: StaticString, _ tensor: Tensor, as expected: Shape
) {
  require(
    tensor.shape == expected,
    "\(operation): \(name) must have shape \(expected), not \(tensor.shape)")
}

func requireRank(_ operation: StaticString, _ name: StaticString, _ tensor: Tensor, _ rank: Int) {
  require(
    tensor.shape.rank == rank,
    "\(operation): \(name) must have \(rank) axes, not shape \(tensor.shape)")
}

/// A vector with one element per channel.
func requireVector(_ operation: StaticString, _ name: StaticString, _ tensor: Tensor, count: Int) {
  require(
    tensor.shape == [count], "\(operation): \(name) must have shape [\(count)], not \(tensor.shape)"
  )
}

extension Shape {
  /// The extent of the last axis, called channels.
  var channels: Int {
    require(rank > 0, "a scalar has no channels")
    return self[-1]
  }

  /// The product of all axes but the last.
  var rows: Int { dimensions.dropLast().reduce(1, *) }
}
