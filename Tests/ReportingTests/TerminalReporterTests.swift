import Reporting
import Testing
import Training

struct TerminalReporterTests {
  @Test func elsewhereThanOnATerminalAnEpochIsOnePlainLine() throws {
    let transcript = Transcript()
    var reporter = TerminalReporter(
      terminal: transcript.terminal(isInteractive: false), primaryMetric: "f1_macro")
    try reporter.take(.epochStarted, ReporterFixture.start)
    for step in 1...10 { try reporter.take(.trainingBatchEnded, ReporterFixture.step(step)) }
    try reporter.take(.validationLoopStarted, ReporterFixture.start)
    try reporter.take(.epochEnded, ReporterFixture.epoch(1, score: 0.25))
    #expect(
      transcript.text
        == "epoch 1/3: loss 0.5000, val_loss 0.5000, val_f1_macro 0.2500, lr 0.001, 120 img/s, 2 s, best\n"
    )
  }

  @Test func onATerminalABarIsDrawnAndTakenAwayBeforeTheTable() throws {
    let transcript = Transcript()
    var reporter = TerminalReporter(
      terminal: transcript.terminal(isInteractive: true), primaryMetric: "f1_macro")
    try reporter.take(.epochStarted, ReporterFixture.start)
    try reporter.take(.trainingBatchEnded, ReporterFixture.step(1))
    #expect(transcript.text.contains("epoch 1/3 "))
    #expect(transcript.text.contains("ETA"))
    try reporter.take(.epochEnded, ReporterFixture.epoch(1, score: 0.25))
    try reporter.take(.epochEnded, ReporterFixture.epoch(2, score: nil, isBest: false))
    let table = transcript.lines.suffix(3)
    #expect(table.first?.hasSuffix("time") ?? false)
    #expect(table.last?.contains("-") ?? false)
    #expect(!transcript.text.contains("\u{1B}[1m"))
  }

  @Test func aBadStepIsAWarning() throws {
    let transcript = Transcript()
    var reporter = TerminalReporter(
      terminal: transcript.terminal(isInteractive: false), primaryMetric: "accuracy")
    var context = ReporterFixture.start
    context.epoch = 2
    context.step = 7
    context.badStep = BadStep(consecutive: 1, total: 1)
    try reporter.take(.trainingBatchEnded, context)
    #expect(transcript.text.hasPrefix("warning: epoch 2, step 7:"))
  }
}
