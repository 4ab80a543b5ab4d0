// Checks of arguments that several operations share. A shape that does not fit is an error of the program, so these
// trap; the texts name the operation, what it needs and what it got.

func requireSameShape(
  _ operation: StaticString, _ name: StaticString, _ tensor: Tensor, as expected: Shape
) {
  precondition(
    tensor.shape == expected,
    "\(operation): \(name) must have shape \(expected), not \(tensor.shape)")
}

func requireRank(_ operation: StaticString, _ name: StaticString, _ tensor: Tensor, _ rank: Int) {
  precondition(
    tensor.shape.rank == rank,
    "\(operation): \(name) must have \(rank) axes, not shape \(tensor.shape)")
}

/// A vector with one element per channel.
func requireVector(_ operation: StaticString, _ name: StaticString, _ tensor: Tensor, count: Int) {
  precondition(
    tensor.shape == [count], "\(operation): \(name) must have shape [\(count)], not \(tensor.shape)"
  )
}

extension Shape {
  /// The extent of the last axis, called channels.
  var channels: Int {
    precondition(rank > 0, "a scalar has no channels")
    return self[-1]
  }

  /// The product of all axes but the last.
  var rows: Int { dimensions.dropLast().reduce(1, *) }
}
