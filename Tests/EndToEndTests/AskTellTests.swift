import Basics
import Glibc
import Hyperopt
import Testing

/// The search for any program: `ask` and `tell`.
@Suite struct AskTellTests {
  private func makeWorkspace() throws -> Workspace {
    let work = try Workspace()
    try work.write(
      """
      [Hyperopt]
      direction = minimize
      sampler = random
      [Search]
      X = uniform(-5, 10)
      units = choice(16, 32, "a, b")
      depth = int(1, 3) if units == 16

      """, to: "space.ini")
    return work
  }

  @discardableResult
  private func ask(_ work: Workspace, _ more: String...) throws -> Outcome {
    try work.run(
      words: ["--mode", "ask", "--study", "s.journal", "--space", "space.ini"] + more)
  }

  private func tell(_ work: Workspace, _ more: String...) throws -> Outcome {
    try work.run(words: ["--mode", "tell", "--study", "s.journal"] + more)
  }

  @Test func aTrialIsAskedForAndTold() throws {
    let work = try makeWorkspace()
    for number in 0..<6 {
      let outcome = try ask(work)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answer = try JSONValue.parse(outcome.output)
      #expect(answer["trial"]?.int == number)
      let x = try #require(answer["params"]?["X"]?.double)
      #expect((-5...10).contains(x))
      let units = try #require(answer["params"]?["units"])
      #expect([16, 32, "a, b"].contains(units))
      #expect((answer["params"]?["depth"] == nil) == (units != 16))
    }
    #expect(try tell(work, "--trial", "0", "--value", "-2.5").status == 0)
    #expect(try tell(work, "--trial", "1", "--state", "failed").status == 0)
    #expect(try tell(work, "--trial", "2", "--state", "pruned", "--value", "3").status == 0)
    let study = try Study(try Journal(work.path("s.journal")), name: nil)
    #expect(study.trials[0].value == -2.5)
    #expect(
      study.trials.map(\.state) == [.complete, .failed, .pruned, .running, .running, .running])
    #expect(study.best?.number == 0)
  }

  @Test func whereASpaceSaysHowManyTrialsThereAreNoMore() throws {
    let work = try makeWorkspace()
    try work.write(
      "[Hyperopt]\nn_trials = 2\n[Search]\nX = uniform(0, 1)\n", to: "space.ini")
    for _ in 0..<2 { #expect(try ask(work).status == 0) }
    let none = try ask(work)
    #expect(none.status == 1 && none.output == "")
    #expect(none.errors.contains("all 2 trials are begun"))
    let study = try Study(try Journal(work.path("s.journal")), name: nil)
    #expect(study.trials.count == 2)
  }

  @Test func wrongUseIsOneLineAndTheRightStatus() throws {
    let work = try makeWorkspace()
    #expect(try tell(work, "--trial", "0", "--value", "1").status == 3)
    try ask(work)
    try work.write("[Search]\nx = uniform(1)\n", to: "bad.ini")
    for (words, status) in [
      (["--trial", "7", "--value", "1"], 3), (["--trial", "0"], 2),
      (["--trial", "0", "--value", "much"], 2), (["--trial", "x", "--value", "1"], 2),
      (["--trial", "0", "--state", "done"], 2),
      (["--trial", "0", "--state", "failed", "--value", "1"], 2),
    ] {
      let outcome = try work.run(words: ["--mode", "tell", "--study", "s.journal"] + words)
      #expect(outcome.status == status, "\(words): \(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
    let bad = try work.run(
      "--mode", "ask", "--study", "t.journal", "--space", "bad.ini")
    #expect(bad.status == 2)
    #expect(bad.errorLines == ["bad.ini:2: [Search] x = uniform(1): uniform needs 2 numbers"])
    try work.write(
      "[Hyperopt]\ndirection = minimize\n[Search]\nX = loguniform(1, 10)\n", to: "other.ini")
    let other = try work.run(
      "--mode", "ask", "--study", "s.journal", "--space", "other.ini")
    #expect(other.status == 3)
    #expect(
      other.errorLines == [
        "the study has X as uniform(-5.0, 10.0), which cannot become loguniform(1.0, 10.0); "
          + "use another study"
      ])
    try work.write("nonsense\n", to: "s.journal")
    let damaged = try ask(work)
    #expect(damaged.status == 3)
    #expect(damaged.errorLines.first?.hasPrefix("s.journal:1: ") == true)
  }

  @Test func eightAgentsOfWhichThreeAreKilledLoseNothing() throws {
    let work = try makeWorkspace()
    // Each agent asks, and tells the square of X; until the study has its trials.
    try work.write(
      """
      while [ "$(wc -l < told.$1)" -lt 12 ]; do
        answer=$("$0" --mode ask --study s.journal --space space.ini) || continue
        trial=$(echo "$answer" | sed 's/.*"trial":\\([0-9]*\\).*/\\1/')
        "$0" --mode tell --study s.journal --trial $trial --value $trial >/dev/null &&
          echo $trial >> told.$1
      done

      """, to: "agent.sh")
    let agents = try (0..<8).map { index in
      try work.write("", to: "told.\(index)")
      return try work.start(script: "agent.sh", "\(index)")
    }
    for index in 0..<3 {
      #expect(work.wait { ((try? work.text("told.\(index)")) ?? "").utf8.count > 2 + index * 3 })
      agents[index].killGroup()
    }
    for agent in agents { _ = try agent.wait() }
    let study = try Study(try Journal(work.path("s.journal")), name: nil)
    let told = try (0..<8).flatMap { index in
      try work.text("told.\(index)").split(separator: "\n").compactMap { Int($0) }
    }
    #expect(told.count >= 60)
    #expect(Set(told).count == told.count)
    for number in told {
      let trial = try study.trial(number)
      #expect(trial.state == .complete && trial.value == Double(number))
    }
    // What was asked for and not told is still there, at most one for each killed agent.
    #expect(study.trials.count { $0.state == .running } <= 3)
    #expect(study.trials.map(\.number) == Array(0..<study.trials.count))
  }
}
