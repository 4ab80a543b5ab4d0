import Reporting
import Testing
import Training

struct TerminalReporterTests {
  @Test func elsewhereThanOnATerminalAnEpochIsOnePlainLine() {
    let transcript = Transcript()
    var reporter = TerminalReporter(
      terminal: transcript.terminal(isInteractive: false), primaryMetric: "f1_macro")
    reporter.observe(.epochStarted(epoch: 1, epochs: 3, steps: 10))
    for step in 1...10 { reporter.observe(ReporterFixture.step(step)) }
    reporter.observe(.validationAdvanced(step: 1, steps: 1))
    reporter.observe(ReporterFixture.epoch(1, score: 0.25))
    #expect(
      transcript.text
        == "epoch 1/3: loss 0.5000, val_loss 0.5000, val_f1_macro 0.2500, lr 0.001, 120 img/s, 2 s, best\n"
    )
  }

  @Test func onATerminalABarIsDrawnAndTakenAwayBeforeTheTable() {
    let transcript = Transcript()
    var reporter = TerminalReporter(
      terminal: transcript.terminal(isInteractive: true), primaryMetric: "f1_macro")
    reporter.observe(.epochStarted(epoch: 1, epochs: 3, steps: 10))
    reporter.observe(ReporterFixture.step(1))
    #expect(transcript.text.contains("epoch 1/3 "))
    #expect(transcript.text.contains("ETA"))
    reporter.observe(ReporterFixture.epoch(1, score: 0.25))
    reporter.observe(ReporterFixture.epoch(2, score: nil, isBest: false))
    let table = transcript.lines.suffix(3)
    #expect(table.first?.hasSuffix("time") ?? false)
    #expect(table.last?.contains("-") ?? false)
    #expect(!transcript.text.contains("\u{1B}[1m"))
  }

  @Test func aBadStepIsAWarning() {
    let transcript = Transcript()
    var reporter = TerminalReporter(
      terminal: transcript.terminal(isInteractive: false), primaryMetric: "accuracy")
    reporter.observe(.badStep(epoch: 2, step: 7, consecutive: 1))
    #expect(transcript.text.hasPrefix("warning: epoch 2, step 7:"))
  }
}
