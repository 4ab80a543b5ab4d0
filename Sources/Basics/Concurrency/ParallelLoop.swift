/// Runs independent pieces of work in several threads.
public enum ParallelLoop {
  /// Calls `body` with 0..<count, in any order, and returns when all calls have.
  public static func run(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
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

  /// What `transform` gives for 0..<count, in that order, computed in any order.
  public static func map<Element: Sendable>(
    _ count: Int, threads: Int, _ transform: @escaping @Sendable (Int) -> Element
  ) -> [Element] {
    let results = Monitor([Element?](repeating: nil, count: count))
    run(count, threads: threads) { index in
      let result = transform(index)
      results.update { $0[index] = result }
    }
    return results.update { $0.compactMap(\.self) }
  }
}
