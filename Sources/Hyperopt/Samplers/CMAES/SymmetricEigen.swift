/// The eigenvalues and eigenvectors of a symmetric, positive matrix, by Jacobi's rotations.
struct SymmetricEigen {
  let dimensions: Int
  /// Column by column.
  private let vectors: [Double]
  private let roots: [Double]

  /// Decomposes a matrix; eigenvalues that are not positive are lifted to a tiny share of the largest.
  init(_ matrix: [Double], dimensions count: Int) {
    dimensions = count
    var a = matrix
    var v = [Double](repeating: 0, count: count * count)
    for index in 0..<count { v[index * count + index] = 1 }
    for _ in 0..<50 {
      var off = 0.0
      var diagonal = 0.0
      for row in 0..<count {
        diagonal += a[row * count + row] * a[row * count + row]
        for column in 0..<row { off += a[row * count + column] * a[row * count + column] }
      }
      if off <= 1e-30 * diagonal { break }
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) {
          Self.rotate(&a, &v, p, q, count)
        }
      }
    }
    let values = (0..<count).map { a[$0 * count + $0] }
    let least = max(values.max() ?? 1, .leastNormalMagnitude) * 1e-16
    vectors = v
    roots = values.map { max($0, least).squareRoot() }
  }

  /// Makes the element (p, q) zero.
  private static func rotate(
    _ a: inout [Double], _ v: inout [Double], _ p: Int, _ q: Int, _ count: Int
  ) {
    let off = a[p * count + q]
    guard off != 0 else { return }
    let theta = (a[q * count + q] - a[p * count + p]) / (2 * off)
    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in 0..<count {
      let (x, y) = (a[k * count + p], a[k * count + q])
      a[k * count + p] = c * x - s * y
      a[k * count + q] = s * x + c * y
    }
    for k in 0..<count {
      let (x, y) = (a[p * count + k], a[q * count + k])
      a[p * count + k] = c * x - s * y
      a[q * count + k] = s * x + c * y
      let (f, g) = (v[p * count + k], v[q * count + k])
      v[p * count + k] = c * f - s * g
      v[q * count + k] = s * f + c * g
    }
  }

  /// The largest eigenvalue over the smallest.
  var condition: Double {
    guard let most = roots.max(), let least = roots.min() else { return 1 }
    return (most / least) * (most / least)
  }

  /// The matrix again, with its eigenvalues lifted, row by row.
  var matrix: [Double] {
    var result = [Double](repeating: 0, count: dimensions * dimensions)
    for k in 0..<dimensions {
      let value = roots[k] * roots[k]
      for row in 0..<dimensions {
        for column in 0..<dimensions {
          result[row * dimensions + column] +=
            value * vectors[k * dimensions + row] * vectors[k * dimensions + column]
        }
      }
    }
    return result
  }

  /// B D x: a standard normal vector becomes one of this covariance.
  func squareRoot(times x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: dimensions)
    for k in 0..<dimensions {
      for row in 0..<dimensions {
        result[row] += vectors[k * dimensions + row] * roots[k] * x[k]
      }
    }
    return result
  }

  /// B D^-1 B^T x.
  func inverseSquareRoot(times x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: dimensions)
    for k in 0..<dimensions {
      var projection = 0.0
      for row in 0..<dimensions { projection += vectors[k * dimensions + row] * x[row] }
      projection /= roots[k]
      for row in 0..<dimensions { result[row] += vectors[k * dimensions + row] * projection }
    }
    return result
  }
}
