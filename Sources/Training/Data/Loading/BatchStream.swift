import Basics

/// The batches of one epoch, made by background threads a few steps ahead of their reader.
///
/// One thread reads. Letting go of the stream stops the background work and waits for its threads.
public final class BatchStream: Sendable {
  private let work: BatchWork
  private let workers: [WorkerThread]

  /// The number of batches of the whole epoch, those before the first step read included.
  public let count: Int

  init(_ work: BatchWork, workers count: Int) {
    self.work = work
    self.count = work.plan.count
    workers = (0..<count).map { _ in
      WorkerThread { work.run() }
    }
  }

  deinit {
    cancel()
  }

  /// The next batch; nil when the epoch is over.
  ///
  /// The batches, their order and an error, if one is thrown, do not depend on the number of threads.
  public func next() throws(DataError) -> Batch? {
    guard let outcome = workers.isEmpty ? work.make() : work.take() else { return nil }
    return try outcome.get()
  }

  /// Stops the background work and waits for its threads; `next` then returns nil.
  public func cancel() {
    work.cancel()
    for worker in workers { worker.join() }
  }
}
