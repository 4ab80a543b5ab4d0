import Basics
import Testing
import Training

struct TrainingHistoryTests {
  private var history: TrainingHistory {
    var history = TrainingHistory()
    for epoch in 1...2 {
      var training = MetricValues()
      training["loss"] = 1.5 / Double(epoch)
      training["accuracy"] = epoch == 1 ? nil : 0.25
      history.epochs.append(
        EpochRecord(
          epoch: epoch, globalStep: 10 * epoch, training: training, validation: training,
          learningRate: 0.001, epochTime: 2, imagesPerSecond: 100, gradientNorm: nil))
    }
    return history
  }

  @Test func historiesAreEquallyLongArraysWithNullForUndefined() {
    let expected: JSONValue = [
      "epochs": [1, 2], "loss": [1.5, 0.75], "accuracy": [nil, 0.25],
      "learning_rate": [0.001, 0.001], "epoch_time": [2.0, 2.0], "images_per_s": [100.0, 100.0],
      "grad_norm": [nil, nil],
    ]
    #expect(history.trainingJSON.text() == expected.text())
    #expect(history.validationJSON["global_step"] == [10, 20])
  }

  @Test func theTableHasOneRowAnEpochAndEmptyCellsForUndefined() {
    let lines = history.csv.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("epoch,global_step,train_loss,train_accuracy,val_loss"))
    #expect(lines[1].hasPrefix("1,10,1.5,,1.5,,"))
  }

  @Test func theStateReadsBackExactly() throws {
    let text = history.state.text()
    #expect(try TrainingHistory(state: JSONValue.parse(text)) == history)
    #expect(TrainingHistory(state: [["epoch": 1]]) == nil)
  }
}
