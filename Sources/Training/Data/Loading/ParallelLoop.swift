import Basics

/// Runs independent pieces of work in several threads.
enum ParallelLoop {
  /// Calls `body` with 0..<count, in any order, and returns when all calls have.
  static func run(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard threads > 1, count > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let next = Monitor(0)
    let workers = (0..<min(threads, count)).map { _ in
      WorkerThread {
        while true {
          let index = next.update { next in
            next += 1
            return next - 1
          }
          guard index < count else { return }
          body(index)
        }
      }
    }
    for worker in workers { worker.join() }
  }
}
