import CKernels
import Testing

/// What the pool and its scratch memory promise.
@Suite struct PoolTests {
  /// How often each task ran, and on which worker.
  private struct Counts {
    var runs: UnsafeMutablePointer<Int32>
    var workers: UnsafeMutablePointer<Int32>
    var pool: OpaquePointer
    var nested: UnsafeMutablePointer<Int32>
  }

  @Test(arguments: [1, 2, 5])
  func everyTaskRunsOnce(threads: Int) throws {
    let context = try #require(KernelContext(threads: threads, level: CK_LEVEL_PORTABLE))
    #expect(ck_pool_threads(context.pool) == Int32(threads))
    let count = 1000
    let runs = UnsafeMutablePointer<Int32>.allocate(capacity: count)
    let workers = UnsafeMutablePointer<Int32>.allocate(capacity: count)
    defer {
      runs.deallocate()
      workers.deallocate()
    }
    for tasks in [0, 1, 2, 7, count] {
      for _ in 0..<20 {
        runs.update(repeating: 0, count: count)
        workers.update(repeating: -1, count: count)
        var counts = Counts(runs: runs, workers: workers, pool: context.pool, nested: runs)
        ck_pool_run(
          context.pool, Int64(tasks),
          { raw, task, worker in
            let counts = raw!.assumingMemoryBound(to: Counts.self).pointee
            counts.runs[Int(task)] += 1
            counts.workers[Int(task)] = worker
          }, &counts)
        for task in 0..<count {
          #expect(runs[task] == (task < tasks ? 1 : 0))
          if task < tasks { #expect(workers[task] >= 0 && workers[task] < Int32(threads)) }
        }
      }
    }
  }

  @Test func nestedRunsStayOnTheirWorker() throws {
    let context = try #require(KernelContext(threads: 3, level: CK_LEVEL_PORTABLE))
    let outer = 8
    let inner = 5
    let buffer = UnsafeMutablePointer<Int32>.allocate(capacity: outer * inner)
    let workers = UnsafeMutablePointer<Int32>.allocate(capacity: outer)
    defer {
      buffer.deallocate()
      workers.deallocate()
    }
    buffer.update(repeating: -1, count: outer * inner)
    var counts = Counts(runs: buffer, workers: workers, pool: context.pool, nested: buffer)
    ck_pool_run(
      context.pool, Int64(outer),
      { raw, task, worker in
        var counts = raw!.assumingMemoryBound(to: Counts.self).pointee
        counts.workers[Int(task)] = worker
        counts.nested = counts.runs + Int(task) * 5
        ck_pool_run(
          counts.pool, 5,
          { raw, task, worker in
            raw!.assumingMemoryBound(to: Counts.self).pointee.nested[Int(task)] = worker
          }, &counts)
      }, &counts)
    for task in 0..<outer {
      for i in 0..<inner { #expect(buffer[task * inner + i] == workers[task]) }
    }
  }

  @Test func denormalsAreFlushedInsideTasksOnly() throws {
    let context = try #require(KernelContext(threads: 2, level: CK_LEVEL_PORTABLE))
    let results = UnsafeMutablePointer<Float>.allocate(capacity: 64)
    defer { results.deallocate() }
    results.update(repeating: Float.leastNormalMagnitude, count: 64)
    ck_pool_run(
      context.pool, 64,
      { raw, task, _ in
        let values = raw!.assumingMemoryBound(to: Float.self)
        values[Int(task)] *= 0.5
      }, results)
    for i in 0..<64 { #expect(results[i] == 0) }
    results[0] = Float.leastNormalMagnitude
    #expect(results[0] * 0.5 > 0)
  }

  @Test func scratchIsAlignedKeptAndReused() throws {
    let context = try #require(KernelContext(threads: 1, level: CK_LEVEL_PORTABLE))
    let pool = context.pool
    func use() {
      let mark = ck_scratch_begin(pool, 0)
      let first = ck_scratch_take(pool, 0, 100).assumingMemoryBound(to: UInt8.self)
      first.update(repeating: 7, count: 100)
      let inner = ck_scratch_begin(pool, 0)
      let large = ck_scratch_take(pool, 0, 5 << 20).assumingMemoryBound(to: UInt8.self)
      large.update(repeating: 9, count: 5 << 20)
      #expect(Int(bitPattern: first) % 64 == 0)
      #expect(Int(bitPattern: large) % 64 == 0)
      #expect((0..<100).allSatisfy { first[$0] == 7 })
      ck_scratch_release(pool, 0, inner)
      ck_scratch_release(pool, 0, mark)
    }
    use()
    let bytes = ck_pool_scratch_bytes(pool)
    for _ in 0..<3 { use() }
    #expect(ck_pool_scratch_bytes(pool) == bytes)
  }

  @Test func unsupportedLevelsAndNoThreadsGiveNoContext() {
    #expect(KernelContext(threads: 0, level: CK_LEVEL_PORTABLE) == nil)
    #expect(KernelContext(threads: 1, level: ck_level(rawValue: 77)) == nil)
    for level in [CK_LEVEL_AVX2, CK_LEVEL_AVX512] where !ck_level_is_supported(level) {
      #expect(KernelContext(threads: 1, level: level) == nil)
    }
    #expect(ck_level_is_supported(ck_level_best()))
  }
}
