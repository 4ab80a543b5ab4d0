import Glibc
import Synchronization

/// A thread of the operating system that runs one function.
///
/// Signals that ask the program to end are not delivered to it but to the main thread.
public final class WorkerThread: Sendable {
  private let thread: Mutex<pthread_t?>

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread.
  ///
  /// - Parameter body: runs once; the thread ends with it.
  public init(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Body(body)).toOpaque()
    // Signals are blocked before the thread exists, so that it never sees one.
    var blocked = sigset_t()
    var earlier = sigset_t()
    sigfillset(&blocked)
    pthread_sigmask(SIG_BLOCK, &blocked, &earlier)
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    pthread_sigmask(SIG_SETMASK, &earlier, nil)
    precondition(status == 0, "cannot start a thread: \(String(cString: strerror(status)))")
    self.thread = Mutex(thread)
  }

  /// Waits until the thread has ended; at once if it was waited for before.
  public func join() {
    let ended = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let ended { pthread_join(ended, nil) }
  }

  deinit {
    // Nobody can wait any more: the system tidies up when the thread ends.
    if let running = thread.withLock({ $0 }) { pthread_detach(running) }
  }
}
