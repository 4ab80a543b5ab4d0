import Basics
import Testing
import Training

/// The rules of zones: unknown truth is left out, a predicted unknown is a miss but opens no class.
struct ZoneMetricsTests {
  private let zones = ["right", "left"]

  private func metrics() throws -> MetricCollection {
    let classes = ["Normal", "Mild", "Moderate", "Severe", "Unknown"]
    return try MetricPlan(
      MetricOptions(), task: .zones(zones: zones, classes: classes, unknownClass: 4)
    ).collection(for: .train)
  }

  /// Logits whose largest value is at the predicted class.
  private func logits(_ predictions: [Int]) -> [Float] {
    predictions.flatMap { prediction in (0..<5).map { $0 == prediction ? 1 : 0 } }
  }

  @Test func aPerfectPredictionScoresOneWhateverGradesOccur() throws {
    var metrics = try metrics()
    metrics.add(logits: logits([0, 1, 2, 4]), labels: [0, 1, 2, 4], targets: [])
    #expect(metrics.values["f1_macro"] == 1)
    #expect(metrics.values["accuracy"] == 1)
    #expect(metrics.values["unknown_f1"] == 1)
  }

  @Test func unknownTruthIsLeftOutOfTheGrades() throws {
    var metrics = try metrics()
    // Both zones of the second sample are unknown and predicted as grade 0, which would ruin its precision.
    metrics.add(logits: logits([0, 0, 0, 0]), labels: [0, 0, 4, 4], targets: [])
    #expect(metrics.values["f1_macro"] == 1)
    #expect(metrics.values["unknown_recall"] == 0)
    #expect(metrics.values["unknown_precision"] == nil)
  }

  @Test func aGradePredictedAsUnknownIsAMissThatOpensNoClass() throws {
    var metrics = try metrics()
    // Zone right: truth 1, 1; predictions 1, 4: precision 1, recall 1/2, so F1 2/3, averaged over grade 1 alone.
    metrics.add(logits: logits([1, 0, 4, 0]), labels: [1, 0, 1, 0], targets: [])
    #expect(metrics.values["f1_macro_right"] == 2.0 / 3)
    #expect(metrics.values["f1_macro_left"] == 1)
    let mean = (2.0 / 3 + 1) / 2
    #expect(metrics.values["f1_macro"] == mean)
  }

  @Test func aGradeThatIsPredictedButNeverTrueTakesPartInNoAverage() throws {
    var metrics = try metrics()
    // Zone right: truth 0, 0; predictions 0, 3: F1 of grade 0 is 2/3; grade 3 opens no class.
    metrics.add(logits: logits([0, 0, 3, 0]), labels: [0, 0, 0, 0], targets: [])
    #expect(metrics.values["f1_macro_right"] == 2.0 / 3)
  }

  @Test func theMeanOverZonesDiffersFromThePooledScore() throws {
    var metrics = try metrics()
    // right: truth 0, 1 predicted 0, 0. left: truth 0, 0 predicted 0, 0.
    metrics.add(logits: logits([0, 0, 0, 0]), labels: [0, 0, 1, 0], targets: [])
    // right: F1 of 0 is 2/3, of 1 is 0: mean 1/3. left: 1.
    let mean = (1.0 / 3 + 1) / 2
    #expect(metrics.values["f1_macro"] == mean)
    // pooled: F1 of 0 is 2 * 3 / (2 * 3 + 1), of 1 is 0.
    let pooled = (6.0 / 7) / 2
    #expect(metrics.values["f1_macro_pooled"] == pooled)
  }

  @Test func nothingKnownIsUndefinedNotZero() throws {
    var metrics = try metrics()
    metrics.add(logits: logits([0, 0]), labels: [4, 4], targets: [])
    #expect(metrics.values["f1_macro"] == nil)
    #expect(metrics.values["accuracy"] == nil)
    #expect(metrics.values.contains("f1_macro"))
  }

  @Test func namesDoNotDependOnTheData() throws {
    var metrics = try metrics()
    let names = metrics.values.names
    metrics.add(logits: logits([0, 1]), labels: [3, 4], targets: [])
    #expect(metrics.values.names == names)
    #expect(names.contains("precision_macro_left"))
    #expect(names.contains("f1_class_3"))
  }

  @Test func theStateContinuesAnEpoch() throws {
    var whole = try metrics()
    whole.add(logits: logits([0, 1]), labels: [0, 2], targets: [])
    var resumed = try metrics()
    let isRestored = resumed.restore(whole.state)
    #expect(isRestored)
    whole.add(logits: logits([3, 3]), labels: [3, 1], targets: [])
    resumed.add(logits: logits([3, 3]), labels: [3, 1], targets: [])
    #expect(whole.values == resumed.values)
    let takesNonsense = resumed.restore(["nonsense"])
    #expect(!takesNonsense)
  }
}
