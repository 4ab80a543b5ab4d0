import Basics
import Medical
import Testing
import Training

/// The rules of clinical numbers, and what is undefined.
struct ClinicalAnalysisTests {
  private func report(
    _ predictions: SplitPredictions, draws: Int = 50
  ) -> AnalysisReport {
    ClinicalAnalysis().report(
      on: predictions,
      options: AnalysisOptions(bootstrap: ClusterBootstrap(drawCount: draws, seed: 1)))
  }

  @Test func theAverageIsThatOfTheKnownZones() {
    #expect(CongestionScore.average(of: [0, 1, 2, 3, 4, 4]) == 1.5)
    #expect(CongestionScore.average(of: [4, 4, 4]) == nil)
    #expect(CongestionScore.average(of: []) == nil)
  }

  @Test func theExpectationIsThatOfTheGradesAlone() throws {
    // The first zone: (0.2 * 1 + 0.2 * 2) / 0.8; the second is most probably unknown.
    let value = CongestionScore.expectation(of: [
      [0.4, 0.2, 0.2, 0, 0.2], [0.1, 0.1, 0.1, 0.1, 0.6],
    ])
    #expect(abs(try #require(value) - 0.75) < 1e-12)
    #expect(CongestionScore.expectation(of: [[0, 0, 0, 0, 1]]) == nil)
  }

  @Test func heartFailureIsCutAtOnePointThreeAndTwoPointTwo() {
    let averages = [0, 1.3, 1.3001, 2.2, 11.0 / 5, 2.2001, 3]
    #expect(
      averages.map { HeartFailureClass(average: $0) } == [
        .low, .low, .medium, .medium, .medium, .high, .high,
      ])
  }

  @Test func severityOfErrorsIsHandWorked() throws {
    var confusion = ConfusionMatrix(classCount: 5)
    // truth, prediction: (3, 0), (3, 2), (3, 4), (0, 0), (1, 3), (4, 1).
    for (truth, prediction) in [(3, 0), (3, 2), (3, 4), (0, 0), (1, 3), (4, 1)] {
      confusion.add(truth: truth, prediction: prediction)
    }
    let scores = GradeScores(confusion)
    #expect(scores.gradedCount == 5 && scores.unknownCount == 1 && scores.comparedCount == 4)
    #expect(scores.severeMissRate == 2.0 / 3)
    #expect(scores.grossErrorRate == 0.5)
    #expect(scores.bias == -0.5)
    // (4 * 3 + 4 * 1 + 1 * 0 + 2 * 2) / (4 + 4 + 1 + 2).
    #expect(abs(try #require(scores.severityWeightedError) - 20.0 / 11) < 1e-12)
  }

  @Test func nothingKnownIsNullAndNotZero() throws {
    let unknown = [Int32](repeating: 4, count: 6)
    let report = report(
      ClinicalFixture.predictions(
        truth: [unknown, unknown], predicted: [[0, 1, 2, 3, 4, 0], [0, 0, 0, 0, 0, 0]]))
    let overall = try #require(report.sections["overall"])
    for name in ["accuracy", "f1_macro", "quadratic_kappa", "mae", "rmse", "severe_miss_rate"] {
      #expect(overall[name]?.isNull == true, "\(name)")
    }
    #expect(overall["graded"] == 0 && overall["unknown"] == 12)
    #expect(report.sections["csi_average"]?["against_zones"]?["images"] == 0)
    #expect(report.sections["csi_average"]?["against_zones"]?["mae"]?.isNull == true)
    #expect(report.sections["csi_average"]?["against_column"]?.isNull == true)
    #expect(report.sections["ahf"]?["against_zones"]?["accuracy"]?.isNull == true)
    #expect(report.sections["calibration"]?["ece"]?.isNull == true)
    #expect(report.sections["reader"]?.isNull == true)
    let text = JSONValue.object(report.sections).text()
    #expect(!text.contains("nan") && !text.contains(":inf") && !text.contains(":-inf"))
  }

  @Test func constantPredictionsHaveNoCorrelation() throws {
    let report = report(
      ClinicalFixture.predictions(
        truth: [[0, 0, 0, 0, 0, 0], [3, 3, 3, 3, 3, 3], [1, 2, 1, 2, 1, 2]],
        predicted: Array(repeating: Array(repeating: 1, count: 6), count: 3)))
    let average = try #require(report.sections["csi_average"]?["against_zones"])
    #expect(average["pearson"]?.isNull == true)
    // |1 - 0|, |1 - 3|, |1 - 1.5|.
    #expect(abs((average["mae"]?.double ?? 0) - 3.5 / 3) < 1e-12)
    // Chance alone agrees as well: kappa is 0, not undefined, while the truth varies.
    #expect(report.sections["overall"]?["quadratic_kappa"]?.double == 0)
  }

  @Test func onePatientHasNoIntervals() throws {
    let grades: [[Int32]] = [[0, 1, 2, 3, 0, 1], [1, 1, 2, 2, 3, 3]]
    let predictions = ClinicalFixture.predictions(
      truth: grades, predicted: [[0, 1, 2, 2, 0, 1], [1, 1, 2, 2, 3, 0]], groups: ["one", "one"])
    let report = report(predictions)
    let accuracy = try #require(report.sections["intervals"]?["scores"]?["accuracy"])
    #expect(accuracy["value"]?.double == 10.0 / 12)
    #expect(accuracy["lower"]?.isNull == true && accuracy["upper"]?.isNull == true)
    #expect(report.lines.contains { $0.hasPrefix("no intervals") })
  }

  @Test func intervalsHoldTheirScoreAndDependOnTheSeedAlone() throws {
    let first = report(ClinicalFixture.golden, draws: 300)
    let second = report(ClinicalFixture.golden, draws: 300)
    #expect(first.sections == second.sections)
    let intervals = try #require(first.sections["intervals"])
    #expect(intervals["clusters"] == "groups" && intervals["cluster_count"] == 10)
    for (name, score) in intervals["scores"]?.object?.pairs ?? [] {
      guard let value = score["value"]?.double, let lower = score["lower"]?.double,
        let upper = score["upper"]?.double
      else { continue }
      #expect(lower <= upper, "\(name)")
      #expect(lower <= value + 0.15 && value <= upper + 0.15, "\(name)")
    }
    // What the bootstrap computes from sums is what is computed from the answers.
    let flat = try #require(first.sections["overall"])
    for name in ["accuracy", "f1_macro", "f1_weighted", "quadratic_kappa", "mae", "rmse"] {
      let value = intervals["scores"]?[name]?["value"]?.double ?? .nan
      #expect(abs(value - (flat[name]?.double ?? .nan)) < 1e-12, "\(name)")
    }
    let area = intervals["scores"]?["ahf_auroc"]?["value"]?.double
    #expect(area == first.sections["ahf"]?["against_zones"]?["auroc"]?.double)
    let correlation = intervals["scores"]?["csi_pearson"]?["value"]?.double ?? .nan
    let expected = ClinicalGoldens.expected.first { $0.key == "csi_pearson" }?.value ?? nil
    #expect(abs(correlation - (expected ?? .nan)) < 1e-11)
  }

  @Test func blandAltmanIsHandWorked() throws {
    let plot = BlandAltman([("a", 1, 2), ("b", 2, 2), ("c", 3, 2)])
    #expect(plot.points.map(\.mean) == [1.5, 2, 2.5])
    #expect(plot.points.map(\.difference) == [1, 0, -1])
    #expect(plot.bias == 0)
    // The differences 1, 0, -1 have the standard deviation 1.
    let limits = try #require(plot.limits)
    #expect(limits == -1.96...1.96)
    #expect(BlandAltman([]).bias == nil && BlandAltman([("a", 1, 1)]).limits == nil)
  }
}
