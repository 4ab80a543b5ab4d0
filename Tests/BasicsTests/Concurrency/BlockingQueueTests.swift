import Basics
import Synchronization
import Testing

@Suite struct BlockingQueueTests {
  @Test func elementsComeOutInOrder() {
    let queue = BlockingQueue<Int>(capacity: 3)
    for number in 0..<3 { #expect(queue.push(number)) }
    queue.close()
    #expect(!queue.push(3))
    #expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()] == [0, 1, 2, nil])
  }

  @Test func closingMayDiscard() {
    let queue = BlockingQueue<Int>(capacity: 1)
    queue.push(1)
    queue.close(discarding: true)
    #expect(queue.pop() == nil)
  }

  @Test func everyElementArrivesOnceUnderContention() {
    let queue = BlockingQueue<Int>(capacity: 2)
    let received = Mutex<[Int]>([])
    let writers = (0..<4).map { writer in
      WorkerThread {
        for number in 0..<1000 { queue.push(writer * 1000 + number) }
      }
    }
    let readers = (0..<4).map { _ in
      WorkerThread {
        while let number = queue.pop() { received.withLock { $0.append(number) } }
      }
    }
    for writer in writers { writer.join() }
    queue.close()
    for reader in readers { reader.join() }
    #expect(received.withLock { $0.sorted() } == Array(0..<4000))
  }

  @Test func closingWakesThoseWhoWait() {
    let full = BlockingQueue<Int>(capacity: 1)
    full.push(0)
    let empty = BlockingQueue<Int>(capacity: 1)
    let results = Mutex<[Bool]>([])
    let threads = [
      WorkerThread {
        let accepted = full.push(1)
        results.withLock { $0.append(accepted) }
      },
      WorkerThread {
        let found = empty.pop() != nil
        results.withLock { $0.append(found) }
      },
    ]
    full.close()
    empty.close()
    for thread in threads {
      thread.join()
      thread.join()
    }
    #expect(results.withLock { $0 } == [false, false])
  }

  @Test func aMonitorWaitsForACondition() {
    let count = Monitor(0)
    let threads = (0..<8).map { _ in
      WorkerThread { for _ in 0..<100 { count.update { $0 += 1 } } }
    }
    #expect(count.wait { $0 == 800 ? $0 : nil } == 800)
    for thread in threads { thread.join() }
  }
}
