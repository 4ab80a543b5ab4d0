import Basics
import Reporting
import TestSupport
import Testing
import Training

struct LogReporterTests {
  @Test func aLogGoesOnWhereItEnded() throws {
    let folder = TemporaryDirectory()
    for epoch in 1...2 {
      var log = try LogReporter(path: folder.file("run.log"), now: { "NOW" })
      try log.take(.epochEnded, ReporterFixture.epoch(epoch, score: 0.5))
    }
    let lines = try FileSystem.readText(folder.file("run.log")).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[1]
        == "NOW epoch 2 ended: train_loss 0.5000, train_f1_macro 0.5000, val_loss 0.5000, "
        + "val_f1_macro 0.5000 (best)")
  }
}
