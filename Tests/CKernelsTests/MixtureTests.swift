import CKernels
import Foundation
import Testing

/// Sums over the kernels of a mixture.
@Suite struct MixtureTests {
  private static let axes = [
    ck_mixture_axis(kind: CK_MIXTURE_DENSITY, own: 0, other: 0, prior: 0),
    ck_mixture_axis(kind: CK_MIXTURE_CELLS, own: 0, other: 0, prior: 0),
    ck_mixture_axis(kind: CK_MIXTURE_CHOICES, own: 0.7, other: 0.15, prior: 1.0 / 3),
    ck_mixture_axis(kind: CK_MIXTURE_DENSITY, own: 0, other: 0, prior: 0),
  ]

  /// Columns of 53 kernels, the last of which is a wide prior, and 29 points.
  private struct Example {
    let count = 56
    let points = 29
    var columns: [Double]
    var coordinates: [Double]

    init() {
      var numbers = TestNumbers(seed: 11)
      func uniform() -> Double { (Double(numbers.next()) + 1) / 2 }
      columns = (0..<9 * 56).map { _ in 0.02 + 0.2 * uniform() * uniform() }
      coordinates = (0..<8 * 29).map { _ in uniform() }
      for kernel in 0..<count {
        columns[56 + kernel] = uniform()
        columns[3 * 56 + kernel] = uniform()
        columns[5 * 56 + kernel] = Double(kernel % 3)
        columns[7 * 56 + kernel] = uniform()
        if kernel >= 52 {
          columns[kernel] = kernel == 52 ? 0.05 : 0
          for axis in [0, 1, 3] {
            columns[(1 + 2 * axis) * 56 + kernel] = 0.5
            columns[(2 + 2 * axis) * 56 + kernel] = 1
          }
          columns[5 * 56 + kernel] = -1
        }
      }
      for point in 0..<points {
        let cell = (coordinates[2 * 29 + point] * 5).rounded(.down)
        coordinates[2 * 29 + point] = cell / 5
        coordinates[3 * 29 + point] = (cell + 1) / 5
        coordinates[4 * 29 + point] = Double(point % 3)
      }
    }

    func densities(_ level: ck_level) -> [Double] {
      var columns = columns
      var densities = [Double](repeating: -1, count: points)
      ck_mixture_prepare(level, 4, axes, Int64(count), &columns)
      let isDone = ck_mixture_density(
        level, 4, axes, Int64(count), columns, Int64(points), coordinates, &densities)
      #expect(isDone)
      return densities
    }

    /// The definition, with the C library's functions.
    func expected(_ point: Int) -> Double {
      func cumulative(_ x: Double, _ center: Double, _ deviation: Double) -> Double {
        0.5 * erfc((center - x) / deviation * 0.5.squareRoot())
      }
      return (0..<count).reduce(0.0) { sum, kernel in
        var product = columns[kernel]
        for axis in 0..<4 {
          let (center, deviation) = (
            columns[(1 + 2 * axis) * count + kernel], columns[(2 + 2 * axis) * count + kernel]
          )
          let (x, y) = (
            coordinates[2 * axis * points + point], coordinates[(2 * axis + 1) * points + point]
          )
          let mass = cumulative(1, center, deviation) - cumulative(0, center, deviation)
          switch axes[axis].kind {
          case CK_MIXTURE_CHOICES: product *= center < 0 ? 1.0 / 3 : center == x ? 0.7 : 0.15
          case CK_MIXTURE_CELLS:
            product *= (cumulative(y, center, deviation) - cumulative(x, center, deviation)) / mass
          default:
            let z = (x - center) / deviation
            product *= exp(-z * z / 2) / (deviation * (2 * Double.pi).squareRoot() * mass)
          }
        }
        return sum + product
      }
    }
  }

  @Test(arguments: KernelContext.levels)
  func densitiesAreTheSumsOfTheirDefinition(level: ck_level) {
    let example = Example()
    let densities = example.densities(level)
    // The error function is exact to 2e-7, however small the mass of a cell.
    let tolerance = 2e-6 * (densities.max() ?? 0)
    for (point, density) in densities.enumerated() {
      #expect(abs(density - example.expected(point)) < tolerance)
    }
  }

  @Test func allLevelsGiveTheSameBits() {
    let example = Example()
    let portable = example.densities(CK_LEVEL_PORTABLE).map(\.bitPattern)
    for level in KernelContext.levels {
      #expect(example.densities(level).map(\.bitPattern) == portable, "level \(level.rawValue)")
    }
  }
}
