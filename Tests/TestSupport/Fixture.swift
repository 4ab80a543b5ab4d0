import TensorCore

/// Made-up numbers that are the same everywhere.
public enum Fixture {
  /// Numbers in (-1, 1) from a simple hash of seed and place, equal in any language with 32-bit arithmetic.
  ///
  /// u = (place + 1) 2654435761 + seed 40503 mod 2^32, u = (u xor u >> 15) 2246822519 mod 2^32, u = u xor u >> 13; the number is
  /// ((u >> 8) + 0.5) / 2^23 - 1.
  public static func values(count: Int, seed: Int) -> [Float] {
    (0..<count).map { place in
      var hash = UInt32(truncatingIfNeeded: place + 1) &* 2_654_435_761
      hash &+= UInt32(truncatingIfNeeded: seed) &* 40_503
      hash = (hash ^ (hash >> 15)) &* 2_246_822_519
      hash ^= hash >> 13
      return Float((Double(hash >> 8) + 0.5) / Double(1 << 23) - 1)
    }
  }

  /// A tensor of such numbers, times `scale`, plus `offset`.
  public static func tensor(
    _ shape: Shape, seed: Int, scale: Float = 1, offset: Float = 0, backend: any Backend
  ) -> Tensor {
    backend.tensor(values(count: shape.count, seed: seed).map { $0 * scale + offset }, shape)
  }

  /// A tensor whose elements are all different by at least `gap` and at least half a gap away from 0, in a mixed order.
  ///
  /// Finite differences of functions with kinks (maxima, rectifiers) are taken at such points.
  public static func spreadTensor(_ shape: Shape, gap: Float, backend: any Backend) -> Tensor {
    let order = values(count: shape.count, seed: 17).enumerated().sorted { $0.1 < $1.1 }
    var result = [Float](repeating: 0, count: shape.count)
    for (rank, item) in order.enumerated() {
      result[item.offset] = (Float(rank - shape.count / 2) + 0.5) * gap
    }
    return backend.tensor(result, shape)
  }
}
