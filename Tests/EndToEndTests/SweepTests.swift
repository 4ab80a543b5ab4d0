import Basics
import Glibc
import Hyperopt
import Testing

/// Sweeps: one folder, any number of agents.
@Suite struct SweepTests {
  private func makeWorkspace(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 8)
    let keys = ["Sweep.method": "random", "Hyperopt.max_epochs": "2"].merging(changes) { $1 }
    try work.write(
      Workspace.configuration(keys)
        + "\n[Search]\nTraining.learning_rate = loguniform(1e-4, 1e-1)\n", to: "config.ini")
    return work
  }

  private func study(_ work: Workspace, _ id: String) throws -> Study {
    try Study(try Journal(work.path("models/hyperopt/\(id)/study.journal")), name: id)
  }

  private func create(_ work: Workspace, _ words: String...) throws -> String {
    let outcome = try work.run(words: ["--mode", "sweep"] + words)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let last = outcome.output.split(whereSeparator: \.isWhitespace).last
    return String(try #require(last))
  }

  @Test func agentsShareOneSweepUntilItsCap() throws {
    let work = try makeWorkspace(["Sweep.run_cap": "7"])
    let id = try create(work, "--sweep-name", "mine")
    #expect(id.hasPrefix("mine-"))
    // One works on a part and leaves; what the agents read is the sweep's own configuration.
    let first = try work.run("--mode", "sweep-agent", "--sweep-id", id, "--count", "2")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try study(work, id).trials.count == 2)
    try work.write("[Training]\nbatch_size = 3\n", to: "config.ini")
    let agents = try (0..<3).map { _ in
      try work.start(["--mode", "sweep-agent", "--sweep-id", id, "--quiet"])
    }
    for agent in agents {
      let outcome = try agent.wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let trials = try study(work, id).trials
    #expect(trials.count == 7)
    #expect(trials.allSatisfy { $0.state == .complete })
    let rates = Set(trials.map { $0.parameters[0].internalValue })
    #expect(rates.count == 7)
  }

  @Test func aKilledAgentsTrialIsContinuedByAnother() throws {
    let work = try makeWorkspace(["Sweep.run_cap": "2", "Hyperopt.max_epochs": "8"])
    let id = try create(work)
    let agent = try work.start(["--mode", "sweep-agent", "--sweep-id", id, "--quiet"])
    #expect(
      work.wait { work.exists("models/hyperopt/\(id)/trials/0/logs/metrics.csv") })
    agent.send(SIGKILL)
    _ = try agent.wait()
    let other = try work.run("--mode", "sweep-agent", "--sweep-id", id, "--quiet")
    #expect(other.status == 0, "\(other.errors)")
    let trials = try study(work, id).trials
    #expect(trials.map(\.state) == [.complete, .complete])
    #expect(trials[0].worker?.attempt == 2)
    #expect(trials[0].intermediateValues.map(\.step) == Array(1...8))
  }

  @Test func aGridEndsWithItsLastPoint() throws {
    let work = try makeWorkspace(["Sweep.method": "grid", "Hyperopt.max_epochs": "1"])
    try work.write(
      try work.text("config.ini").replacing(
        "Training.learning_rate = loguniform(1e-4, 1e-1)",
        with: "Training.batch_size = choice(4, 8)\nOptimization.optimizer = choice(adam, sgd)"),
      to: "config.ini")
    let id = try create(work)
    let outcome = try work.run("--mode", "sweep-agent", "--sweep-id", id, "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let points = try study(work, id).trials.map { $0.parameters.map(\.internalValue) }
    #expect(points.count == 4)
    #expect(Set(points).count == 4)
  }

  @Test func aSweepConfigurationOfWandBIsUnderstood() throws {
    let work = try makeWorkspace()
    try work.write(
      """
      {"program": "train.py", "name": "their_sweep", "method": "bayes", "run_cap": 3,
       "metric": {"name": "val_accuracy", "goal": "maximize"},
       "early_terminate": {"type": "hyperband", "max_iter": 27, "s": 2, "eta": 3},
       "parameters": {
         "learning_rate": {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-2},
         "batch_size": {"values": [4, 8]}, "optimizer": {"value": "sgd"},
         "dropout_rate": {"min": 0.1, "max": 0.5}}}

      """, to: "sweep.json")
    let folder = try create(work, "--sweep-config", "sweep.json")
    #expect(folder.hasPrefix("their_sweep-"))
    let text = try work.text("models/hyperopt/\(folder)/sweep.ini")
    for line in [
      "method = bayes", "metric = val_accuracy", "goal = maximize", "run_cap = 3", "min_iter = 3",
      "Training.learning_rate = loguniform(0.0001, 0.01)", "Training.batch_size = choice(4, 8)",
      "Optimization.optimizer = choice(\"sgd\")", "Model.dropout = uniform(0.1, 0.5)",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
    let outcome = try work.run("--mode", "sweep-agent", "--sweep-id", folder, "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try study(work, folder).trials.count == 3)
  }

  @Test func whatIsWrongIsSaidWhenTheSweepIsCreated() throws {
    let work = try makeWorkspace()
    for (text, message) in [
      (#"{"method": "bayes", "parameter": {}}"#, "unknown key parameter; did you mean parameters?"),
      (#"{"parameters": {"batch_size": {"value": 1}}}"#, "method is missing"),
      (
        #"{"method": "random", "parameters": {"rate": {"value": 1}}}"#,
        "parameters.rate: there is no such key"
      ),
      (
        #"{"method": "random", "parameters": {"batch_size": {"distribution": "normal", "min": 0, "max": 1}}}"#,
        "the distribution normal is not supported"
      ),
    ] {
      try work.write(text, to: "sweep.json")
      let outcome = try work.run("--mode", "sweep", "--sweep-config", "sweep.json")
      #expect(outcome.status == 3)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errorLines.first?.contains(message) == true, "\(outcome.errors)")
    }
    let missing = try work.run("--mode", "sweep-agent", "--sweep-id", "none")
    #expect(missing.status == 3)
    #expect(missing.errorLines == ["there is no sweep none; create one with --mode sweep"])
    #expect(!work.exists("models"))
  }
}
