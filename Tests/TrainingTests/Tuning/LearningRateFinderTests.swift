import Basics
import Testing
import Training

@Suite struct LearningRateFinderTests {
  private struct Nothing: Error {}

  private func options(_ change: (inout LearningRateFinder.Options) -> Void = { _ in })
    -> LearningRateFinder.Options
  {
    var options = LearningRateFinder.Options()
    change(&options)
    return options
  }

  /// Lightning's formula: lowest (highest / lowest)^(step / steps).
  @Test func ratesGrowByEqualFactorsOrDifferences() {
    let exponential = LearningRateFinder(options: options())
    for (step, rate) in [(0, 1e-7), (50, 3.162_277_660_168e-4), (99, 0.851_138_038)] {
      #expect(abs(exponential.rate(at: step) / rate - 1) < 1e-8)
    }
    let linear = LearningRateFinder(
      options: options {
        $0.growth = .linear
        $0.lowest = 1
        $0.highest = 3
        $0.steps = 10
      })
    for step in 0..<10 {
      #expect(abs(linear.rate(at: step) - (1 + 0.2 * Double(step))) < 1e-12)
    }
  }

  /// By hand: s_1 = 0.02 a / 0.02 = a; s_2 = (0.98 x 0.02 a + 0.02 b) / (1 - 0.98^2).
  @Test func lossesAreSmoothedWithoutBias() throws {
    let losses = [5.0, 1, 3]
    let report = try LearningRateFinder(options: options { $0.steps = 3 }).run {
      (step, _) throws(Nothing) in losses[step]
    }
    #expect(report.points.map(\.loss) == losses)
    let second = (0.98 * 0.02 * 5 + 0.02 * 1) / (1 - 0.98 * 0.98)
    let third = (0.98 * (0.98 * 0.02 * 5 + 0.02 * 1) + 0.02 * 3) / (1 - 0.98 * 0.98 * 0.98)
    for (point, expected) in zip(report.points, [5, second, third]) {
      #expect(abs(point.smoothed - expected) < 1e-12)
    }
  }

  @Test func theSteepestDescentIsSuggested() throws {
    // A cliff between steps 40 and 44; the smoothed loss falls fastest at its foot, where the losses are lowest.
    let report = try LearningRateFinder(options: options()).run { (step, _) throws(Nothing) in
      step < 40 ? 2.0 : step < 44 ? 2 - 0.4 * Double(step - 39) : 0.4 + 0.02 * Double(step - 44)
    }
    let suggestion = try #require(report.suggestion)
    let place = try #require(report.points.firstIndex { $0.rate == suggestion })
    #expect((41...45).contains(place))
    let slopes = (11..<98).map { index in
      (index, report.points[index + 1].smoothed - report.points[index - 1].smoothed)
    }
    #expect(slopes.min { $0.1 < $1.1 }?.0 == place)
  }

  @Test func whatFallsNowhereHasNoSuggestion() throws {
    for losses in [{ (_: Int) in 1.0 }, { 1 + Double($0) * 0.01 }] as [(Int) -> Double] {
      let report = try LearningRateFinder(options: options()).run { (step, _) throws(Nothing) in
        losses(step)
      }
      #expect(report.suggestion == nil)
      #expect(report.json["suggestion"] == .null)
    }
    let short = try LearningRateFinder(options: options { $0.steps = 11 }).run {
      (step, _) throws(Nothing) in -Double(step)
    }
    #expect(short.suggestion == nil)
  }

  @Test func aLossThatExplodesEndsTheTest() throws {
    func run(_ threshold: Double?, _ loss: @escaping (Int) -> Double?) throws
      -> LearningRateCurveReport
    {
      try LearningRateFinder(options: options { $0.divergence = threshold }).run {
        (step, _) throws(Nothing) in loss(step)
      }
    }
    let exploded = try run(4) { $0 < 50 ? 1 : 1000 }
    #expect(exploded.endedEarly && exploded.points.count == 51)
    let patient = try run(nil) { $0 < 50 ? 1 : 1000 }
    #expect(!patient.endedEarly && patient.points.count == 100)
    let broken = try run(nil) { $0 < 30 ? 1 : nil }
    #expect(broken.endedEarly && broken.points.count == 30)
  }

  @Test func errorsComeThrough() {
    #expect(throws: Nothing.self) {
      _ = try LearningRateFinder(options: options()).run { (_, _) throws(Nothing) in
        throw Nothing()
      }
    }
  }
}
