import Glibc

/// The functions of the comparison; Benchmarks/hpo/cases.py has the same ones.
enum Objectives {
  static func branin(_ x: [Double]) -> Double {
    let a = x[1] - 5.1 / (4 * Double.pi * Double.pi) * x[0] * x[0] + 5 / Double.pi * x[0] - 6
    return a * a + 10 * (1 - 1 / (8 * Double.pi)) * cos(x[0]) + 10
  }

  static func hartmann3(_ x: [Double]) -> Double { hartmann(x, scales3, centers3) }

  static func hartmann6(_ x: [Double]) -> Double { hartmann(x, scales6, centers6) }

  static func rosenbrock(_ x: [Double]) -> Double {
    zip(x, x.dropFirst()).reduce(0) { sum, pair in
      let (a, b) = pair
      return sum + 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a)
    }
  }

  static func ackley(_ point: [Double]) -> Double {
    let x = moved(point, halfRange: 32.768)
    let count = Double(x.count)
    let squares = x.reduce(0) { $0 + $1 * $1 }
    let waves = x.reduce(0) { $0 + cos(2 * Double.pi * $1) }
    return -20 * exp(-0.2 * (squares / count).squareRoot()) - exp(waves / count) + 20 + M_E
  }

  static func levy(_ x: [Double]) -> Double {
    let w = x.map { 1 + ($0 - 1) / 4 }
    let (first, last) = (w[0], w[w.count - 1])
    var total = pow(sin(Double.pi * first), 2)
    for v in w.dropLast() {
      total += (v - 1) * (v - 1) * (1 + 10 * pow(sin(Double.pi * v + 1), 2))
    }
    return total + (last - 1) * (last - 1) * (1 + pow(sin(2 * Double.pi * last), 2))
  }

  static func styblinski(_ x: [Double]) -> Double {
    x.reduce(0) { $0 + pow($1, 4) - 16 * $1 * $1 + 5 * $1 } / 2
  }

  static func rastrigin(_ point: [Double]) -> Double {
    let x = moved(point, halfRange: 5.12)
    return x.reduce(10 * Double(x.count)) { $0 + $1 * $1 - 10 * cos(2 * Double.pi * $1) }
  }

  /// Moves the optimum away from the middle of the range, where the prior of every Parzen estimator has its peak.
  private static func moved(_ x: [Double], halfRange: Double) -> [Double] {
    x.enumerated().map { $1 - 0.6 * halfRange * cos(2.5 * Double($0) + 1) }
  }

  private static func hartmann(_ x: [Double], _ scales: [[Double]], _ centers: [[Double]]) -> Double
  {
    -zip(zip(heights, scales), centers).reduce(0) { sum, row in
      let ((height, scale), center) = row
      let distance = x.indices.reduce(0.0) {
        $0 + scale[$1] * (x[$1] - center[$1] * 1e-4) * (x[$1] - center[$1] * 1e-4)
      }
      return sum + height * exp(-distance)
    }
  }

  private static let heights = [1.0, 1.2, 3.0, 3.2]
  private static let scales3: [[Double]] = [
    [3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35],
  ]
  private static let centers3: [[Double]] = [
    [3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828],
  ]
  private static let scales6: [[Double]] = [
    [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ]
  private static let centers6: [[Double]] = [
    [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
  ]
}
