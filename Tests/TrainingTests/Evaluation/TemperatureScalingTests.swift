import Glibc
import Testing
import Training

/// The temperature is where the derivative of the loss is zero, or it is not believed.
struct TemperatureScalingTests {
  private let task = PredictionTask.classification(classes: ["no", "yes"])

  /// Answers with the same confidence each, of which a share is right.
  private func predictions(logit: Float, right: Int, of total: Int) -> SplitPredictions {
    var predictions = SplitPredictions(task: task, split: .val)
    for index in 0..<total {
      predictions.add(
        Sample(id: "\(index)", labels: [index < right ? 1 : 0]), logits: [0, logit])
    }
    return predictions
  }

  // With logits 0 and z for all, p = 1 / (1 + exp(-z / T)) must become the share s that is right: T = z / log(s / (1 - s)).
  @Test(arguments: [(4.0, 30), (1.0, 36), (0.5, 21)])
  func confidenceBecomesTheShareThatIsRight(logit: Double, right: Int) throws {
    let predictions = predictions(logit: Float(logit), right: right, of: 40)
    let scaling = try #require(TemperatureScaling(fittedOn: predictions))
    let share = Double(right) / 40
    #expect(abs(scaling.temperature - logit / log(share / (1 - share))) < 1e-9)
    #expect(scaling.answerCount == 40)
    let error = predictions.reliability(temperature: scaling.temperature).expectedError
    #expect(abs(try #require(error)) < 1e-9)
  }

  @Test func labelsAreAnswersOfTheirOwn() throws {
    var predictions = SplitPredictions(task: .multilabel(labels: ["a", "b"]), split: .val)
    for index in 0..<20 {
      predictions.add(
        Sample(id: "\(index)", targets: [index < 15 ? 1 : 0, index < 5 ? 1 : 0]),
        logits: [3, -3])
    }
    let scaling = try #require(TemperatureScaling(fittedOn: predictions))
    #expect(abs(scaling.temperature - 3 / log(3)) < 1e-9)
    #expect(scaling.answerCount == 40)
  }

  @Test func fewOrPerfectAnswersGiveNoTemperature() {
    #expect(TemperatureScaling(fittedOn: predictions(logit: 2, right: 15, of: 19)) == nil)
    #expect(TemperatureScaling(fittedOn: predictions(logit: 2, right: 40, of: 40)) == nil)
    // Worse than guessing: no temperature helps but an infinite one.
    #expect(TemperatureScaling(fittedOn: predictions(logit: 2, right: 10, of: 40)) == nil)
    #expect(TemperatureScaling(fittedOn: predictions(logit: 0, right: 30, of: 40)) == nil)
    #expect(TemperatureScaling(fittedOn: predictions(logit: .infinity, right: 30, of: 40)) == nil)
  }
}
