import Glibc
import Synchronization

/// The signal that asked for an end; a handler can reach nothing but a global.
private let receivedSignal = Atomic<Int32>(0)

/// The search that this training belongs to, if any.
private let searchProcess = getenv(TrialProcess.parentVariable).flatMap {
  Int32(String(cString: $0))
}

/// Ctrl-C and SIGTERM, taken as wishes: the first one is noted, a second one ends the program at once.
enum StopSignals {
  /// Begins to note signals.
  static func install() {
    // Who started the program may have blocked them, as threads of some run-time libraries do.
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&wanted, number)
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { receivedSignal.store($0, ordering: .relaxed) }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(number, &action, nil)
    }
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  /// The signal that came, if any.
  static var received: Int32? {
    let number = receivedSignal.load(ordering: .relaxed)
    if number != 0 { return number }
    // A training whose search has died is nobody's: it ends as if it had been asked to, and can be continued.
    if let parent = searchProcess, getppid() != parent { return SIGTERM }
    return nil
  }
}
