import Hyperopt
import Testing

@Suite("Numerics of the search")
struct NumericsTests {
  @Test("Truncated normal distributions equal scipy's")
  func truncatedNormal() {
    for row in TruncatedNormalGoldens.all {
      let normal = TruncatedNormal(center: row[0], deviation: row[1], range: row[2]...row[3])
      let density = normal.logDensity(row[4])
      #expect(abs(density - row[5]) <= 1e-9 * max(1, abs(row[5])), "\(row)")
      #expect(abs(normal.quantile(row[6]) - row[7]) < 1e-9, "\(row)")
    }
    #expect(TruncatedNormal(center: 0.5, deviation: 1, range: 0...1).logDensity(1.1) == -.infinity)
  }

  @Test("Normal quantiles equal scipy's to 14 digits and undo the cumulative function")
  func quantiles() {
    for (mass, quantile) in TruncatedNormalGoldens.quantiles {
      #expect(abs(NormalDistribution.quantile(mass) - quantile) <= 1e-14 * max(1, abs(quantile)))
    }
    for x in [-30.0, -5, -0.1, 0, 2, 6] {
      #expect(abs(NormalDistribution.quantile(NormalDistribution.cumulative(x)) - x) < 1e-6)
    }
  }
}
