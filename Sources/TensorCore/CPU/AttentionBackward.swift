import CKernels

/// The gradient of attention, a block of queries at a time; the probabilities P are computed again.
///
/// With O = P V and dP = dO V^T: dS = P (dP - rowwise sum of dO O) / sqrt(d), dQ = dS K, dK = dS^T Q, dV = P^T dO.
struct AttentionBackward {
  let plan: AttentionPlan
  let context: OpaquePointer
  let outputGradient: UnsafePointer<Float>
  let packed: UnsafePointer<Float>
  let output: UnsafePointer<Float>
  let logSums: UnsafePointer<Float>
  let gradient: UnsafeMutablePointer<Float>

  func run() {
    plan.forEachTask(on: context, scoreBlocks: 2, compute)
  }

  private func compute(task: Int, scores: UnsafeMutablePointer<Float>) {
    let scoreGradients = scores + plan.scoreCount
    let (tokens, width, channels) = (plan.tokens, plan.width, plan.channels)
    let stride = plan.packedStride
    let start = plan.packedOffset(task: task)
    let queries = packed + start
    let keys = MatrixView(address: queries + channels, stride: stride)
    let values = MatrixView(address: queries + 2 * channels, stride: stride)
    let target = gradient + start
    plan.forEachBlock { first, count in
      let query = MatrixView(address: queries + first * stride, stride: stride)
      let place = plan.outputOffset(task: task) + first * channels
      let incoming = MatrixView(address: outputGradient + place, stride: channels)
      let probabilities = MatrixView(address: scores, stride: tokens)
      let slopes = MatrixView(address: scoreGradients, stride: tokens)
      multiply(
        query, keys.transposed, rows: count, columns: tokens, inner: width, into: scores,
        stride: tokens)
      ck_attention_restore(
        context, Int64(count), Int64(tokens), plan.scale, logSums + task * tokens + first, scores)
      multiply(
        incoming, values.transposed, rows: count, columns: tokens, inner: width,
        into: scoreGradients, stride: tokens)
      ck_attention_score_gradient(
        context, Int64(count), Int64(tokens), plan.scale, scores, output + place,
        outputGradient + place, Int64(width), Int64(channels), scoreGradients)
      multiply(
        slopes, keys, rows: count, columns: width, inner: tokens, into: target + first * stride,
        stride: stride)
      multiply(
        slopes.transposed, query, rows: tokens, columns: width, inner: count,
        into: target + channels, stride: stride, accumulate: first > 0)
      multiply(
        probabilities.transposed, incoming, rows: tokens, columns: width, inner: count,
        into: target + 2 * channels, stride: stride, accumulate: first > 0)
    }
  }
}
