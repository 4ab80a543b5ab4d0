import Basics
import Glibc
import Testing

/// Messages on how a run goes, through a program named `curl` that writes down what it is told.
@Suite struct NotifyTests {
  private static func workspace(
    _ keys: [String: String], curl: String = "cat >> said; echo >> said"
  ) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 8)
    try work.configure(keys)
    try work.write("#!/bin/sh\n\(curl)\n", to: "bin/curl")
    #expect(chmod(work.path("bin/curl"), 0o755) == 0)
    return work
  }

  private static func run(
    _ work: Workspace, _ words: [String] = [], variables: [String: String] = [:]
  ) throws -> Outcome {
    let environment = ["PATH": work.path("bin") + ":/usr/bin:/bin"].merging(variables) { $1 }
    return try work.start(["--mode", "train", "--quiet"] + words, environment: environment).wait()
  }

  @Test func aWebhookGetsTheNumbersOfTheRun() throws {
    let work = try Self.workspace(["Notify.webhook": "https://example.org/hook"])
    let outcome = try Self.run(work)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let said = try work.text("said")
    #expect(said.contains("url = \"https://example.org/hook\"\n"))
    let line = try #require(said.split(separator: "\n").first { $0.hasPrefix("data-binary = ") })
    let quoted = String(line.dropFirst("data-binary = \"".count).dropLast())
    let body = try JSONValue.parse(
      quoted.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\"))
    #expect(body["event"] == "completed" && body["run"] == "exp1")
    let test = try work.json("logs/metrics_test.json")
    #expect(body["metrics"]?["test_loss"] == test["loss"])
    // Nothing of the samples.
    #expect(!said.contains("dark") && !said.contains("light"))
  }

  @Test func theAddressMayBeAVariable() throws {
    let work = try Self.workspace(["Notify.webhook": "$HOOK"])
    _ = try Self.run(work, variables: ["HOOK": "https://example.org/secret"])
    #expect(try work.text("said").contains("https://example.org/secret"))
    #expect(try !work.text("logs/resolved.ini").contains("secret"))
    let without = try Self.run(work)
    #expect(without.status == 0)
    #expect(without.errors.contains("$HOOK is not set"), "\(without.errors)")
  }

  @Test func anEMailHasItsHeadAndCredentialsFromTheEnvironment() throws {
    let work = try Self.workspace([
      "Notify.email": "me@example.org", "Notify.email_from": "lab@example.org",
      "Notify.smtp_url": "smtp://mail.example.org:587",
    ])
    let outcome = try Self.run(
      work, variables: ["ROENTGEN_SMTP_USER": "lab", "ROENTGEN_SMTP_PASSWORD": "a \"b\" \\c"])
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    let said = try work.text("said")
    for line in [
      "url = \"smtp://mail.example.org:587\"", "mail-rcpt = \"me@example.org\"",
      "mail-from = \"lab@example.org\"", "header = \"Subject: Roentgen: run exp1 is complete\"",
      "user = \"lab:a \\\"b\\\" \\\\c\"", "ssl-reqd",
    ] {
      #expect(said.contains(line + "\n"), "\(line)")
    }
  }

  @Test func whatIsWorthAMessageIsASetting() throws {
    let work = try Self.workspace([
      "Notify.webhook": "https://example.org", "Notify.on": "started, epoch",
    ])
    _ = try Self.run(work)
    let events = try work.text("said").split(separator: "\n")
      .filter { $0.hasPrefix("data-binary") }
    #expect(events.filter { $0.contains("\\\"started\\\"") }.count == 1)
    #expect(events.filter { $0.contains("\\\"event\\\":\\\"epoch\\\"") }.count == 3)
    #expect(events.count == 4)
  }

  @Test func aFailedRunIsToldToo() throws {
    let work = try Self.workspace(["Notify.webhook": "https://example.org"])
    let outcome = try Self.run(work, ["--learning-rate", "1e30", "--epochs", "60"])
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(try work.text("said").contains("\\\"event\\\":\\\"failed\\\""))
  }

  @Test func whatGoesWrongIsAWarning() throws {
    let work = try Self.workspace(
      ["Notify.webhook": "https://example.org"], curl: "echo 'curl: (7) no route'; exit 7")
    let outcome = try Self.run(work)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("a message was not sent: curl: (7) no route"))
  }

  @Test func withoutCurlTheRunGoesOn() throws {
    let work = try Self.workspace(["Notify.webhook": "https://example.org"])
    let outcome = try Self.run(work, variables: ["PATH": work.path("nowhere")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("no program curl on PATH"))
  }

  @Test(arguments: [
    (["Notify.webhook": "https://me:secret@example.org/"], "credentials do not belong"),
    (["Notify.webhook": "example.org"], "expected a URL"),
    (["Notify.email": "me@example.org"], "needs smtp_url"),
  ])
  func whatCannotWorkIsRefused(keys: [String: String], text: String) throws {
    let work = try Self.workspace(keys)
    let outcome = try Self.run(work)
    #expect(outcome.status == 2 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }
}
