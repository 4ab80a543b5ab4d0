import Basics
import Reporting
import Testing
import Training

struct JSONReporterTests {
  @Test func everyEventIsOneObjectALine() throws {
    let transcript = Transcript()
    var reporter = JSONReporter { transcript.append($0 + "\n") }
    reporter.observe(.epochStarted(epoch: 1, epochs: 3, steps: 10))
    reporter.observe(ReporterFixture.step(4))
    reporter.observe(ReporterFixture.epoch(1, score: nil))
    reporter.observe(.notice("a \"notice\""))
    let objects = try transcript.lines.map { try JSONValue.parse(String($0)) }
    #expect(
      objects.map { $0["event"]?.string } == ["epoch_start", "step_end", "epoch_end", "notice"])
    #expect(objects[1]["running_loss"]?.double == 0.8)
    #expect(objects[2]["val_loss"]?.double == 0.5)
    #expect(objects[2]["val_f1_macro"]?.isNull ?? false)
  }
}
