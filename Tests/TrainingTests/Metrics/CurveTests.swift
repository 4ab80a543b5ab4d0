import Testing
import Training

/// The points that plots draw, against scikit-learn 1.9's documentation example and hand-worked ones.
struct CurveTests {
  // roc_curve([0, 0, 1, 1], [.1, .4, .35, .8]): fpr 0 0 .5 .5 1, tpr 0 .5 .5 1 1, area .75.
  private let scores = [0.1, 0.4, 0.35, 0.8]
  private let positives = [false, false, true, true]

  @Test func theROCCurveHasTheCornersOfTheReference() throws {
    let curve = try #require(ROCCurve(scores: scores, positives: positives))
    #expect(curve.points.map(\.falsePositiveRate) == [0, 0, 0.5, 0.5, 1])
    #expect(curve.points.map(\.truePositiveRate) == [0, 0.5, 0.5, 1, 1])
    #expect(curve.points.map(\.threshold) == [.infinity, 0.8, 0.4, 0.35, 0.1])
    #expect(curve.area == 0.75)
  }

  // precision_recall_curve of the same: recall 1 1 .5 .5 0, precision .5 2/3 .5 1 1; average precision .8333.
  @Test func thePrecisionRecallCurveEndsWithFullRecall() throws {
    let curve = try #require(PrecisionRecallCurve(scores: scores, positives: positives))
    #expect(curve.points.map(\.recall) == [0, 0.5, 0.5, 1])
    #expect(curve.points.map(\.precision) == [1, 1, 0.5, 2.0 / 3])
    #expect(abs(curve.averagePrecision - 5.0 / 6) < 1e-12)
    #expect(curve.prevalence == 0.5)
  }

  @Test func equalScoresAreOneStep() throws {
    let curve = try #require(
      ROCCurve(scores: [1, 1, 1, 1], positives: [true, false, true, false]))
    #expect(curve.points.map(\.falsePositiveRate) == [0, 1])
    #expect(curve.area == 0.5)
  }

  @Test func stepsInOneLineHaveOnlyTheirEnds() throws {
    let curve = try #require(
      ROCCurve(scores: [6, 5, 4, 3, 2, 1], positives: [true, true, true, false, false, false]))
    #expect(curve.points.map(\.truePositiveRate) == [0, 1, 1])
  }

  @Test func withoutPositivesOrNegativesThereIsNoCurve() {
    #expect(ROCCurve(scores: [1, 2], positives: [true, true]) == nil)
    #expect(ROCCurve(scores: [1, 2], positives: [false, false]) == nil)
    #expect(ROCCurve(scores: [], positives: []) == nil)
    #expect(PrecisionRecallCurve(scores: [1, 2], positives: [false, false]) == nil)
  }

  @Test func weightsCountRowsRepeatedly() throws {
    let once = RankedScores(scores: scores, positives: positives)
    let repeated = RankedScores(
      scores: scores + [0.4, 0.4, 0.8], positives: positives + [false, false, true])
    let weights = [1.0, 3, 1, 2]
    #expect(once.areaUnderROC(weights: weights) == repeated.areaUnderROC())
    let left = try #require(once.averagePrecision(weights: weights))
    let right = try #require(repeated.averagePrecision())
    #expect(abs(left - right) < 1e-12)
  }

  @Test func reliabilityIsCountedInBinsThatAreOpenOnTheLeft() {
    var diagram = ReliabilityDiagram(binCount: 4)
    for (confidence, isRight) in [(0.25, true), (0.26, false), (0.5, true), (1, true), (0, false)] {
      diagram.add(confidence: confidence, isRight: isRight)
    }
    #expect(diagram.bins.map(\.count) == [2, 2, 0, 1])
    #expect(diagram.bins[1].accuracy == 0.5)
    #expect(diagram.bins[2].confidence == nil)
    // |1 - .25| + |1 - .76| + 0 over 5 answers.
    #expect(abs((diagram.expectedError ?? 0) - (0.75 + 0.24) / 5) < 1e-12)
    #expect(abs((diagram.largestError ?? 0) - 0.375) < 1e-12)
    #expect(ReliabilityDiagram().expectedError == nil)
  }
}
