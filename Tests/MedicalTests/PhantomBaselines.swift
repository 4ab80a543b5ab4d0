// Two classifiers that see no texture; the phantoms must be too hard for them.

/// Multinomial logistic regression with standardised inputs and an L2 penalty on the weights.
///
/// Trained on the full batch by Nesterov's accelerated gradient with the step 1 / Lipschitz bound.
struct LogisticRegression {
  private var weights: [SIMD4<Float>]
  private var bias = SIMD4<Float>.zero
  private let means: [Float]
  private let scales: [Float]

  init(inputs: [[Float]], classes: [Int], penalty: Float = 0.03, iterations: Int = 300) {
    let count = inputs.count
    let width = inputs[0].count
    means = (0..<width).map { j in inputs.reduce(0) { $0 + $1[j] } / Float(count) }
    let center = means
    scales = (0..<width).map { j in
      let variance = inputs.reduce(0) { $0 + ($1[j] - center[j]) * ($1[j] - center[j]) }
      return 1 / ((variance / Float(count)).squareRoot() + 1e-6)
    }
    weights = [SIMD4<Float>](repeating: .zero, count: width)
    let rows = inputs.map { standardized($0) }
    // The Hessian of the cross-entropy is at most half the covariance.
    let step = 1 / (0.5 * Self.largestEigenvalue(rows) + penalty + 0.5)
    var ahead = (weights: weights, bias: bias)
    for iteration in 0..<iterations {
      var gradient = ahead.weights.map { $0 * penalty }
      var biasGradient = SIMD4<Float>.zero
      for (row, truth) in zip(rows, classes) {
        var error = Self.softmax(Self.logits(row, ahead.weights, ahead.bias))
        error[truth] -= 1
        error /= Float(count)
        biasGradient += error
        for j in 0..<width { gradient[j] += row[j] * error }
      }
      let momentum = Float(iteration) / Float(iteration + 3)
      let newBias = ahead.bias - step * biasGradient
      ahead.bias = newBias + momentum * (newBias - bias)
      bias = newBias
      for j in 0..<width {
        let new = ahead.weights[j] - step * gradient[j]
        ahead.weights[j] = new + momentum * (new - weights[j])
        weights[j] = new
      }
    }
  }

  func prediction(_ input: [Float]) -> Int {
    let logits = Self.logits(standardized(input), weights, bias)
    return (0..<4).max { logits[$0] < logits[$1] } ?? 0
  }

  private func standardized(_ input: [Float]) -> [Float] {
    input.indices.map { (input[$0] - means[$0]) * scales[$0] }
  }

  private static func logits(
    _ row: [Float], _ weights: [SIMD4<Float>], _ bias: SIMD4<Float>
  ) -> SIMD4<Float> {
    var sum = bias
    for j in row.indices { sum += row[j] * weights[j] }
    return sum
  }

  private static func softmax(_ logits: SIMD4<Float>) -> SIMD4<Float> {
    var values = logits
    let largest = logits.max()
    for k in 0..<4 { values[k] = exponential(logits[k] - largest) }
    return values / values.sum()
  }

  /// By power iteration on the covariance, with a margin.
  private static func largestEigenvalue(_ rows: [[Float]]) -> Float {
    var vector = [Float](repeating: 1, count: rows[0].count)
    var value: Float = 0
    for _ in 0..<20 {
      var product = [Float](repeating: 0, count: vector.count)
      for row in rows {
        let projection = zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } / Float(rows.count)
        for j in row.indices { product[j] += projection * row[j] }
      }
      value = product.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vector = product.map { $0 / value }
    }
    return 1.1 * value
  }
}

/// The best three thresholds on one number, falling or rising with the grade.
struct BestThresholds {
  private var cuts: [Float] = []
  private var isFalling = false

  /// Tries all triples of 24 quantiles for the best macro-F1.
  init(values: [Float], classes: [Int]) {
    let sorted = values.sorted()
    let candidates = (1...24).map { sorted[min(sorted.count - 1, $0 * sorted.count / 25)] }
    var below = [[Double]](repeating: [0, 0, 0, 0], count: candidates.count)
    for (value, truth) in zip(values, classes) {
      for (index, cut) in candidates.enumerated() where value < cut { below[index][truth] += 1 }
    }
    let totals = (0..<4).map { k in Double(classes.count { $0 == k }) }
    var best = -1.0
    for a in candidates.indices {
      for b in candidates.indices[(a + 1)...] {
        for c in candidates.indices[(b + 1)...] {
          let edges = [[0, 0, 0, 0], below[a], below[b], below[c], totals]
          for falling in [false, true] {
            var score = 0.0
            for segment in 0..<4 {
              let grade = falling ? 3 - segment : segment
              let hits = edges[segment + 1][grade] - edges[segment][grade]
              let predicted = zip(edges[segment + 1], edges[segment]).reduce(0) { $0 + $1.0 - $1.1 }
              score += 2 * hits / max(1, predicted + totals[grade]) / 4
            }
            if score > best {
              (best, isFalling) = (score, falling)
              cuts = [candidates[a], candidates[b], candidates[c]]
            }
          }
        }
      }
    }
  }

  func prediction(_ value: Float) -> Int {
    let segment = cuts.count { value >= $0 }
    return isFalling ? 3 - segment : segment
  }
}

/// The mean F1 of the grades 0 to 3 that occur in the truth.
func macroF1(truth: [Int], prediction: [Int]) -> Double {
  let scores = (0..<4).compactMap { grade -> Double? in
    let actual = truth.count { $0 == grade }
    guard actual > 0 else { return nil }
    let predicted = prediction.count { $0 == grade }
    let hits = zip(truth, prediction).count { $0 == grade && $1 == grade }
    return 2 * Double(hits) / Double(actual + predicted)
  }
  return scores.reduce(0, +) / Double(scores.count)
}
