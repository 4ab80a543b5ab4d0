import Basics
import Glibc
import Hyperopt
import Testing

@Suite("Parzen mixture")
struct ParzenMixtureTests {
  @Test("The density integrates to one", arguments: [1, 5, 40])
  func integral(count: Int) {
    let axis = Axis(.float(low: -2, high: 3, step: nil, log: false))
    let mixture = mixture(of: [axis], count: count)
    let steps = 20_000
    let points = (0..<steps).map { (Double($0) + 0.5) / Double(steps) }
    let sum = mixture.logDensity([points]).reduce(0) { $0 + exp($1) } / Double(steps)
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test(
    "The masses of cells and choices add up to one",
    arguments: [
      Distribution.int(low: 1, high: 9, step: 2, log: false),
      .int(low: 1, high: 60, step: 1, log: true),
      .float(low: 0, high: 0.7, step: 0.05, log: false),
      .categorical([.string("a"), .string("b"), .string("c")]),
      .categorical([.int(8), .int(64), .int(16)]),
    ])
  func masses(distribution: Distribution) {
    let axis = Axis(distribution)
    let values = (0..<axis.count).map {
      axis.kind == .choices ? Double($0) : axis.middle(ofCell: $0)
    }
    let sum = mixture(of: [axis], count: 17).logDensity([values]).reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-6)
  }

  @Test("A mixture over several axes is the sum of the products of its kernels")
  func products() {
    let axes = [
      Axis(.float(low: 0, high: 1, step: nil, log: false)),
      Axis(.float(low: 1e-4, high: 1, step: nil, log: true)),
    ]
    let mixture = ParzenMixture(
      axes: axes, centers: [[0.2, 0.9], [0.4, 0.6]], deviations: [[0.1, 0.3], [0.2, 0.05]],
      weights: [1, 3, 2], categoricalBandwidth: .optuna, priorWeight: 2)
    func kernel(_ center: Double, _ deviation: Double, _ x: Double) -> Double {
      exp(TruncatedNormal(center: center, deviation: deviation, range: 0...1).logDensity(x))
    }
    for (x, y) in [(0.1, 0.5), (0.99, 0.01), (0.5, 0.5)] {
      let expected =
        (kernel(0.2, 0.1, x) * kernel(0.4, 0.2, y) + 3 * kernel(0.9, 0.3, x) * kernel(0.6, 0.05, y)
          + 2 * kernel(0.5, 1, x) * kernel(0.5, 1, y)) / 6
      #expect(abs(exp(mixture.logDensity([[x], [y]])[0]) - expected) < 1e-6 * expected)
    }
  }

  @Test("Samples are spread as the density says")
  func samples() {
    let axis = Axis(.float(low: 0, high: 1, step: nil, log: false))
    let mixture = mixture(of: [axis], count: 12)
    var random = RandomSource(seed: 4)
    let samples = mixture.sample(40_000, from: &random)[0]
    for border in [0.2, 0.5, 0.8] {
      let points = (0..<2_000).map { (Double($0) + 0.5) / 2_000 * border }
      let mass = mixture.logDensity([points]).reduce(0) { $0 + exp($1) } * border / 2_000
      let share = Double(samples.count { $0 < border }) / 40_000
      #expect(abs(share - mass) < 0.012)
    }
  }

  private func mixture(of axes: [Axis], count: Int) -> ParzenMixture {
    var random = RandomSource(seed: 3)
    return ParzenMixture(
      axes: axes,
      centers: axes.map { axis in
        (0..<count).map { _ in axis.coordinate(ofUniform: random.nextUniform()) }
      },
      deviations: axes.map { _ in (0..<count).map { _ in 0.01 + 0.5 * random.nextUniform() } },
      weights: (0...count).map { _ in random.nextUniform() }, categoricalBandwidth: .optuna,
      priorWeight: 1)
  }
}
