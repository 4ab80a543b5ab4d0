import Glibc

/// A value that threads share, with a lock around it and the means to wait for a change.
public final class Monitor<State>: @unchecked Sendable {
  // Unchecked: the state is reached only with the mutex held.

  private struct Primitives {
    var mutex = pthread_mutex_t()
    var change = pthread_cond_t()
  }

  /// A heap cell of its own, since a mutex must not move.
  private let storage: ManagedBuffer<State, Primitives>

  /// Creates a monitor around a first value.
  public init(_ state: sending State) {
    storage = ManagedBuffer<State, Primitives>.create(minimumCapacity: 1) { _ in state }
    storage.withUnsafeMutablePointerToElements { primitives in
      primitives.initialize(to: Primitives())
      pthread_mutex_init(&primitives.pointee.mutex, nil)
      pthread_cond_init(&primitives.pointee.change, nil)
    }
  }

  deinit {
    storage.withUnsafeMutablePointerToElements { primitives in
      pthread_cond_destroy(&primitives.pointee.change)
      pthread_mutex_destroy(&primitives.pointee.mutex)
      primitives.deinitialize(count: 1)
    }
  }

  /// Reads or changes the value, and wakes those who wait for a change.
  ///
  /// The body must not enter the same monitor again.
  public func update<Result, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeMutablePointers { state, primitives throws(Failure) in
      pthread_mutex_lock(&primitives.pointee.mutex)
      defer {
        pthread_cond_broadcast(&primitives.pointee.change)
        pthread_mutex_unlock(&primitives.pointee.mutex)
      }
      return try body(&state.pointee)
    }
  }

  /// Waits until the body, tried after every change, gives a result, and returns it.
  ///
  /// The body may change the value when it gives a result, which wakes the others.
  public func wait<Result>(_ body: (inout State) -> Result?) -> Result {
    storage.withUnsafeMutablePointers { state, primitives in
      pthread_mutex_lock(&primitives.pointee.mutex)
      defer { pthread_mutex_unlock(&primitives.pointee.mutex) }
      while true {
        if let result = body(&state.pointee) {
          pthread_cond_broadcast(&primitives.pointee.change)
          return result
        }
        pthread_cond_wait(&primitives.pointee.change, &primitives.pointee.mutex)
      }
    }
  }
}
