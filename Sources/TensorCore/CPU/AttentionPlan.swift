import CKernels

/// How attention is cut into tasks: one for each head of each image, blocks of queries within it.
struct AttentionPlan {
  let images: Int
  let tokens: Int
  let heads: Int
  /// The channels of one head.
  let width: Int

  /// Queries whose scores are held at once; 64 rows of a thousand tokens fit the second cache.
  static let queryBlock = 64

  init(_ operation: StaticString, _ packed: Shape, heads: Int) {
    require(packed.rank == 3, "\(operation): input must have 3 axes, not shape \(packed)")
    require(
      heads > 0 && packed[2] > 0 && packed[2].isMultiple(of: 3 * heads),
      "\(operation): \(packed[2]) channels for queries, keys and values of \(heads) heads")
    images = packed[0]
    tokens = packed[1]
    self.heads = heads
    width = packed[2] / (3 * heads)
  }

  /// The channels of all heads.
  var channels: Int { heads * width }
  /// Floats from one token to the next where queries, keys and values lie together.
  var packedStride: Int { 3 * channels }
  var outputShape: Shape { [images, tokens, channels] }
  var logSumShape: Shape { [images, heads, tokens] }
  var taskCount: Int { tokens == 0 ? 0 : images * heads }
  /// 1 / sqrt(d).
  var scale: Float { Float(1 / Double(width).squareRoot()) }
  /// The floats that hold the scores of one block of queries.
  var scoreCount: Int { min(Self.queryBlock, tokens) * tokens }

  /// The first float of a task's queries in a packed tensor; keys and values follow after `channels` and twice that.
  func packedOffset(task: Int) -> Int {
    task / heads * tokens * packedStride + task % heads * width
  }

  /// The first float of a task in an output.
  func outputOffset(task: Int) -> Int {
    task / heads * tokens * channels + task % heads * width
  }

  /// Calls `body` with the first query of each block and how many there are.
  func forEachBlock(_ body: (_ first: Int, _ count: Int) -> Void) {
    for first in stride(from: 0, to: tokens, by: Self.queryBlock) {
      body(first, min(Self.queryBlock, tokens - first))
    }
  }

  /// Calls `body` for every task, on the context's threads, each with memory of its own for scores.
  ///
  /// - Parameters:
  ///   - context: The kernels' context.
  ///   - scoreBlocks: How many times the scores of a block of queries the memory holds.
  ///   - body: Must write only what is the task's own.
  func forEachTask(
    on context: OpaquePointer, scoreBlocks: Int,
    _ body: (_ task: Int, _ scores: UnsafeMutablePointer<Float>) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      let job = TaskJob(
        context: context, byteCount: scoreBlocks * scoreCount * MemoryLayout<Float>.stride,
        body: body)
      withUnsafePointer(to: job) { job in
        ck_pool_run(
          ck_context_pool(context), Int64(taskCount),
          { job, task, worker in
            job?.assumingMemoryBound(to: TaskJob.self).pointee.run(task: Int(task), worker: worker)
          }, UnsafeMutableRawPointer(mutating: job))
      }
    }
  }

  private struct TaskJob {
    let context: OpaquePointer
    let byteCount: Int
    let body: (Int, UnsafeMutablePointer<Float>) -> Void

    func run(task: Int, worker: Int32) {
      let pool = ck_context_pool(context)
      let mark = ck_scratch_begin(pool, worker)
      defer { ck_scratch_release(pool, worker, mark) }
      body(
        task,
        ck_scratch_take(pool, worker, byteCount).assumingMemoryBound(to: Float.self))
    }
  }
}
