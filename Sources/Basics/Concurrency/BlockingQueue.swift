/// A bounded first-in, first-out queue between threads that can be closed.
public final class BlockingQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isClosed = false
  }

  private let state: Monitor<State>

  /// How many elements wait at most.
  public let capacity: Int

  /// Creates an empty queue.
  ///
  /// - Parameter capacity: at least 1.
  public init(capacity: Int) {
    precondition(capacity > 0, "a queue needs room for at least one element, not \(capacity)")
    self.capacity = capacity
    state = Monitor(State())
  }

  /// Appends an element, waiting while the queue is full.
  ///
  /// - Returns: false, and the element is dropped, if the queue is closed.
  @discardableResult
  public func push(_ element: Element) -> Bool {
    state.wait { state in
      if state.isClosed { return false }
      guard state.elements.count < self.capacity else { return nil }
      state.elements.append(element)
      return true
    }
  }

  /// Takes the oldest element, waiting while there is none.
  ///
  /// - Returns: nil once the queue is closed and empty.
  public func pop() -> Element? {
    state.wait { state -> Element?? in
      if !state.elements.isEmpty { return .some(state.elements.removeFirst()) }
      return state.isClosed ? .some(nil) : nil
    }
  }

  /// Ends the queue: nothing more goes in, what is in it can still be taken.
  ///
  /// - Parameter discarding: whether to drop what is in it, as when the reader gives up.
  public func close(discarding: Bool = false) {
    state.update { state in
      state.isClosed = true
      if discarding { state.elements.removeAll() }
    }
  }
}
