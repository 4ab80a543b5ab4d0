import CKernels

/// softmax(Q K^T / sqrt(d)) V, a block of queries at a time.
struct AttentionForward {
  let plan: AttentionPlan
  let context: OpaquePointer
  let packed: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let logSums: UnsafeMutablePointer<Float>

  func run() {
    plan.forEachTask(on: context, scoreBlocks: 1, compute)
  }

  private func compute(task: Int, scores: UnsafeMutablePointer<Float>) {
    let (tokens, width, stride) = (plan.tokens, plan.width, plan.packedStride)
    let queries = packed + plan.packedOffset(task: task)
    let keys = MatrixView(address: queries + plan.channels, stride: stride)
    let values = MatrixView(address: queries + 2 * plan.channels, stride: stride)
    let result = output + plan.outputOffset(task: task)
    plan.forEachBlock { first, count in
      multiply(
        MatrixView(address: queries + first * stride, stride: stride), keys.transposed,
        rows: count, columns: tokens, inner: width, into: scores, stride: tokens)
      ck_attention_softmax(
        context, Int64(count), Int64(tokens), plan.scale, scores, logSums + task * tokens + first)
      multiply(
        MatrixView(address: scores, stride: tokens), values, rows: count, columns: width,
        inner: tokens, into: result + first * plan.channels, stride: plan.channels)
    }
  }
}
