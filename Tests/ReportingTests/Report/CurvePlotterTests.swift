import Basics
import Imaging
import Plotting
import Reporting
import TestSupport
import Testing
import Training

@Suite struct CurvePlotterTests {
  @Test func curvesAreDrawnEveryFewEpochsAndAtTheEnd() throws {
    let directory = TemporaryDirectory()
    let folder = directory.file("logs")
    try FileSystem.createDirectory(folder)
    var context = CallbackContext(
      runName: "exp1", folders: RunFolders(models: "models", logs: folder), epochs: 5)
    let path = FilePath.join(folder, TrainingCurves.fileName)
    var plotter = CurvePlotter(interval: 2, metric: "accuracy", direction: .maximize)
    var drawn: [Int] = []
    for epoch in 1...5 {
      var values = MetricValues()
      values["loss"] = 1 / Double(epoch)
      values["accuracy"] = Double(epoch) / 10
      context.epoch = epoch
      context.history.epochs.append(
        EpochRecord(
          epoch: epoch, globalStep: epoch, training: values, validation: values,
          learningRate: 0.1, epochTime: 1, imagesPerSecond: 10, gradientNorm: nil))
      try plotter.epochEnded(&context)
      if FileSystem.exists(path) {
        drawn.append(epoch)
        try FileSystem.remove(path)
      }
    }
    #expect(drawn == [2, 4])
    try plotter.trainingSessionEnded(&context)
    #expect(try ImageCodec.read(path).width == Int(2 * Figure.pageWidth))
  }

  @Test func nothingIsDrawnOfNothing() throws {
    let directory = TemporaryDirectory()
    var context = CallbackContext(
      runName: "exp1", folders: RunFolders(models: "m", logs: directory.file("none")), epochs: 5)
    var plotter = CurvePlotter(interval: 1, metric: "accuracy", direction: .maximize)
    try plotter.trainingSessionEnded(&context)
    #expect(!FileSystem.exists(directory.file("none")))
  }
}
