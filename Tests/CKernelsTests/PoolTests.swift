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

  /// Two programs of a few jobs each, of which every task leaves the number of its job behind.
  private struct Program {
    var pool: OpaquePointer
    var cells: UnsafeMutablePointer<Int32>
    var tasks: Int64
    var number: Int32
    var mismatches: Int32

    /// Runs five jobs; between them the shared scratch memory must hold what was put there.
    mutating func run() {
      for _ in 0..<5 {
        number += 1
        let mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH)
        let scratch = ck_scratch_take(pool, CK_SHARED_SCRATCH, 4096)
          .assumingMemoryBound(to: Int32.self)
        scratch.update(repeating: number, count: 1024)
        ck_pool_run(
          pool, tasks,
          { raw, task, _ in
            let program = raw!.assumingMemoryBound(to: Program.self)
            program.pointee.cells[Int(task)] += program.pointee.number
          }, &self)
        if (0..<1024).contains(where: { scratch[$0] != number }) { mismatches += 1 }
        ck_scratch_release(pool, CK_SHARED_SCRATCH, mark)
      }
    }
  }

  @Test(
    "two programs run their jobs one after the other and share no memory", arguments: [1, 2, 3, 5])
  func programsAreIndependent(threads: Int) throws {
    let context = try #require(KernelContext(threads: threads, level: CK_LEVEL_PORTABLE))
    let cells = UnsafeMutablePointer<Int32>.allocate(capacity: 400)
    defer { cells.deallocate() }
    for (left, right) in [(200, 200), (1, 200), (200, 1), (0, 3), (7, 0)] {
      for _ in 0..<50 {
        cells.update(repeating: 0, count: 400)
        var first = Program(
          pool: context.pool, cells: cells, tasks: Int64(left), number: 0, mismatches: 0)
        var second = Program(
          pool: context.pool, cells: cells + 200, tasks: Int64(right), number: 10, mismatches: 0)
        let body: ck_program = { $0!.assumingMemoryBound(to: Program.self).pointee.run() }
        ck_pool_run_both(context.pool, body, &first, body, &second)
        // 1 + 2 + 3 + 4 + 5, and each ten more.
        #expect((0..<200).allSatisfy { cells[$0] == ($0 < left ? 15 : 0) })
        #expect((0..<200).allSatisfy { cells[200 + $0] == ($0 < right ? 65 : 0) })
        #expect(first.mismatches == 0 && second.mismatches == 0)
      }
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
