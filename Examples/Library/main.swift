import Training

var data = DataOptions()
data.dataset = "folder"
data.root = "data"
data.imageSize = 32
var run = TrainingRun("LeNet", on: data, in: "runs/mine")
run.epochs = 5
run.learningRate = 0.001

// Begins the run or, once it was interrupted, goes on with it bit for bit.
let outcome = try run.fit()
for record in outcome.history.epochs {
  print("epoch \(record.epoch): accuracy \(record["val_accuracy"] ?? .nan)")
}
print("best epoch: \(outcome.bestEpoch ?? 0), in \(run.folders.bestModel)")
