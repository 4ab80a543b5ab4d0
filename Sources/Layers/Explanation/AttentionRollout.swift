/// Where the class token's information comes from, through all blocks of a transformer (Abnar and Zuidema 2020).
public enum AttentionRollout {
  /// How much the class token has of each of the other tokens of the first block.
  ///
  /// Of each block's attention A the smallest numbers are discarded, that of the class token to itself excepted; then
  /// half of the identity is added, for the residual connection, and rows are scaled to sum 1. The result is the class
  /// token's row of the product over the blocks, the last one first.
  ///
  /// - Parameters:
  ///   - layers: for each block tokens x tokens numbers.
  ///   - tokens: the class token and the others.
  ///   - discarded: the share of numbers that are discarded, from 0 to below 1.
  /// - Returns: a number for each token but the class token.
  public static func shares(
    of layers: [[Float]], tokens: Int, discarding discarded: Double
  ) -> [Float] {
    var row = [Double](repeating: 0, count: tokens)
    row[0] = 1
    for layer in layers.reversed() {
      let bound = bound(of: layer, discarding: discarded)
      var next = [Double](repeating: 0, count: tokens)
      for from in 0..<tokens where row[from] != 0 {
        var kept = [(to: Int, value: Double)]()
        var sum = 1.0
        for to in 0..<tokens {
          let value = layer[from * tokens + to]
          guard value >= bound || (from == 0 && to == 0) else { continue }
          kept.append((to, Double(value)))
          sum += Double(value)
        }
        next[from] += row[from] / sum
        for (to, value) in kept { next[to] += row[from] * value / sum }
      }
      row = next
    }
    return row.dropFirst().map { Float($0) }
  }

  /// The smallest number that is kept.
  private static func bound(of layer: [Float], discarding discarded: Double) -> Float {
    let count = min(Int(Double(layer.count) * discarded), layer.count - 1)
    return count > 0 ? layer.sorted()[count] : -.infinity
  }
}
