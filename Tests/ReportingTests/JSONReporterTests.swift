import Basics
import Reporting
import Testing
import Training

struct JSONReporterTests {
  @Test func everyEventIsOneObjectALine() throws {
    let transcript = Transcript()
    var reporter = JSONReporter { transcript.append($0 + "\n") }
    try reporter.take(.epochStarted, ReporterFixture.start)
    try reporter.take(.trainingBatchEnded, ReporterFixture.step(4))
    try reporter.take(.validationLoopEnded, ReporterFixture.epoch(1, score: nil))
    try reporter.take(.epochEnded, ReporterFixture.epoch(1, score: nil))
    try reporter.take(.notice, ReporterFixture.message("a \"notice\""))
    let objects = try transcript.lines.map { try JSONValue.parse(String($0)) }
    #expect(
      objects.map { $0["event"]?.string } == [
        "epoch_start", "step_end", "validation_end", "epoch_end", "notice",
      ])
    #expect(objects[1]["running_loss"]?.double == 0.8)
    #expect(objects[2]["within_epoch"] == false)
    for object in objects[2...3] {
      #expect(object["val_loss"]?.double == 0.5)
      #expect(object["val_f1_macro"]?.isNull ?? false)
    }
  }

  @Test func stepsAreLeftOutWhereNobodyFollowsThem() throws {
    let transcript = Transcript()
    var reporter = JSONReporter(reportsSteps: false) { transcript.append($0 + "\n") }
    try reporter.take(.trainingBatchEnded, ReporterFixture.step(4))
    #expect(transcript.lines.isEmpty)
    try reporter.take(.epochEnded, ReporterFixture.epoch(1, score: nil))
    #expect(transcript.lines.count == 1)
  }
}
