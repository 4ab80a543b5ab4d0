import Basics
import Testing

/// Outside programs that take part in a run.
@Suite struct PluginTests {
  private static func workspace(
    command: String, events: String? = nil, timeout: String? = nil, epochs: Int = 3
  ) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 12)
    var keys = ["Plugin:watcher.command": command, "Training.n_epochs": "\(epochs)"]
    keys["Plugin:watcher.events"] = events
    keys["Plugin:watcher.timeout"] = timeout
    try work.configure(keys)
    return work
  }

  private static func events(_ work: Workspace, _ name: String = "events") throws -> [JSONValue] {
    try work.text(name).split(separator: "\n").map { try JSONValue.parse(String($0)) }
  }

  @Test func itIsToldOfEveryHook() throws {
    let work = try Self.workspace(command: "cat > events")
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let events = try Self.events(work)
    let names = events.compactMap { $0["event"]?.string }
    #expect(names.first == "start_training_session")
    #expect(names.last == "end_training_session")
    for hook in [
      "start_epoch", "start_training_loop", "start_training_batch", "end_training_batch",
      "end_training_loop", "start_validation_loop", "start_validation_batch",
      "end_validation_batch", "end_validation_loop", "end_epoch", "save_checkpoint",
    ] {
      #expect(names.contains(hook), "\(hook)")
    }
    let ended = events.filter { $0["event"] == "end_epoch" }
    #expect(ended.map { $0["epoch"]?.int } == [1, 2, 3])
    let losses = try work.json("logs/validation_history.json")["loss"]?.array
    #expect(ended.compactMap { $0["validation"]?["loss"] } == losses)
    #expect(events.last?["status"] == "completed")
    #expect(try events.last?["test"] == work.json("logs/run.json")["test"])
  }

  @Test func itIsToldOfTheHooksThatItWants() throws {
    let work = try Self.workspace(command: "cat > events", events: "end_epoch, save_checkpoint")
    try work.run("--mode", "train", "--quiet")
    let names = Set(try Self.events(work).compactMap { $0["event"]?.string })
    #expect(names == ["end_epoch", "save_checkpoint"])
  }

  /// The example of docs/extending.md, run as it stands there.
  @Test func theExampleOfTheDocumentationStopsARun() throws {
    let work = try Self.workspace(
      command: "sh target.sh 0.5", events: "end_training_batch, end_epoch", epochs: 200)
    try work.write(try Self.documentedExample(), to: "target.sh")
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let run = try work.json("logs/run.json")
    #expect(run["status"] == "completed")
    #expect(run["stop_reason"] == "plugin watcher: loss below the target")
    #expect(try #require(run["epochs_trained"]?.int) < 200)
    let table = try work.text("logs/metrics.csv").split(separator: "\n")
    #expect(table[0].hasSuffix(",events_seen"))
    #expect(try work.json("logs/training_history.json")["events_seen"]?.array?.isEmpty == false)
  }

  /// The block behind the words "#!/bin/sh" of the page.
  private static func documentedExample() throws -> String {
    let page = try FileSystem.readText(
      FilePath.join(
        FilePath.parent(FilePath.parent(FilePath.parent(#filePath))), "docs/extending.md"))
    let start = try #require(page.firstRange(of: "#!/bin/sh"))
    let rest = page[start.lowerBound...]
    let end = try #require(rest.firstRange(of: "```"))
    return String(rest[..<end.lowerBound])
  }

  @Test(arguments: [
    (command: "exit 3", text: "ended with status 3"),
    (command: "kill -9 $$", text: "was ended by signal 9"),
    (command: "no-such-program-at-all", text: "ended with status 127"),
    (command: "echo nonsense; cat > /dev/null", text: "an answer must be"),
    (command: "echo '{\"stopp\": true}'; cat > /dev/null", text: "an answer must be"),
  ])
  func oneThatFailsIsAWarning(command: String, text: String) throws {
    let work = try Self.workspace(command: command, epochs: 40)
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("warning: plugin watcher: "), "\(outcome.errors)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(try work.json("logs/run.json")["epochs_trained"] == 40)
  }

  @Test func oneThatNeverReadsHoldsNothingUp() throws {
    // 12 000 batches would need far more than the pipe and the queue hold.
    let work = try Self.workspace(command: "sleep 100", timeout: "0.2", epochs: 400)
    try work.configure([
      "Plugin:watcher.command": "sleep 100", "Plugin:watcher.timeout": "0.2",
      "Training.n_epochs": "400", "Training.batch_size": "2", "Training.checkpoint_interval": "0",
    ])
    let clock = Stopwatch()
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(clock.seconds < 60)
    #expect(outcome.errors.contains("it reads too slowly"), "\(outcome.errors)")
    #expect(outcome.errors.contains("it had not ended 0.2 s after the run"), "\(outcome.errors)")
    #expect(outcome.errors.contains("it missed"), "\(outcome.errors)")
  }

  /// What it decides at the end of an epoch belongs to that epoch, however long it thinks.
  @Test func trainingWaitsForAnAnswerIfItIsWanted() throws {
    let work = try Self.workspace(command: "sh think.sh", events: "end_epoch", epochs: 50)
    try work.write(
      """
      read -r line; sleep 0.05; echo '{"log": {"thought": 1}}'
      read -r line; sleep 0.05; echo '{}'
      read -r line; sleep 0.05; echo '{"stop": true}'
      cat > /dev/null
      """, to: "think.sh")
    let outcome = try work.run("--mode", "train", "--quiet", "--set", "Plugin:watcher.wait=true")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(try work.json("logs/run.json")["epochs_trained"] == 3)
    #expect(
      try work.json("logs/training_history.json")["thought"] == [1.0, nil, nil])
    // One that never answers is waited for no longer than is said.
    let clock = Stopwatch()
    let silent = try work.run(
      "--mode", "train", "--quiet", "--epochs", "2", "--set", "Plugin:watcher.wait=true",
      "--set", "Plugin:watcher.command=cat > /dev/null", "--set", "Plugin:watcher.timeout=0.1")
    #expect(silent.status == 0 && clock.seconds > 0.2)
    #expect(silent.errors.contains("it gave no answer within 0.1 s"), "\(silent.errors)")
    let never = try work.run(
      "--mode", "train", "--quiet", "--set", "Plugin:watcher.wait=true", "--set",
      "Plugin:watcher.events=start_epoch")
    #expect(never.status == 2 && never.errors.contains("end_epoch"), "\(never.errors)")
  }

  @Test func itsOwnComplaintsAreKept() throws {
    let work = try Self.workspace(command: "echo trouble >&2; cat > /dev/null")
    try work.run("--mode", "train", "--quiet")
    #expect(try work.text("logs/plugin_watcher.log") == "trouble\n")
    #expect(
      try work.json("logs/run.json")["files"]?.texts?.contains("logs/plugin_watcher.log") == true)
  }

  @Test func oneWithoutACommandIsRefused() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure(["Plugin:empty.events": "all"])
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("Plugin:empty"), "\(outcome.errors)")
    #expect(!work.exists("logs/run.json"))
  }

  @Test func theEventLogHoldsWhatAPluginIsTold() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 12)
    try work.configure(["Logging.event_log": "true"])
    try work.run("--mode", "train", "--quiet")
    let events = try Self.events(work, "logs/events.jsonl")
    let names = events.compactMap { $0["event"]?.string }
    #expect(names.first == "start_training_session" && names.last == "end_training_session")
    #expect(names.filter { $0 == "end_epoch" }.count == 3)
    #expect(!names.contains("end_training_batch"))
    #expect(events.allSatisfy { $0["time"]?.string?.hasSuffix("+00:00") == true })
    #expect(try work.json("logs/run.json")["files"]?.texts?.contains("logs/events.jsonl") == true)
  }
}
