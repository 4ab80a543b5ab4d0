import Basics
import Foundation
import Glibc
import Hyperopt
import Testing

/// The commands of docs/scaling.md, run as they are written; `ssh`, `sbatch` and `./simulate` are stand-ins that run what
/// they are given on this machine, and `/shared/lungs` is the test's own folder.
@Suite struct ScalingDocumentTests {
  /// The blocks of code below a heading, by their language.
  private static func blocks(below heading: String) throws -> [(language: String, text: String)] {
    let document = try FileSystem.readText("docs/scaling.md".inRepository)
    let section = try #require(
      document.split(separator: "\n## ").first { $0.hasPrefix(heading + "\n") }, "\(heading)")
    // Fences take turns to open and close a block.
    return section.split(separator: "```", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }
      .map { _, block in
        let parts = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      }
  }

  /// A folder in which a trial takes a moment, with the stand-ins.
  private func makeWorkspace(_ changes: [String: String]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    let keys = [
      "Hyperopt.max_epochs": "1", "Hyperopt.pruner": "none", "Sweep.method": "random",
    ].merging(changes) { $1 }
    try work.write(
      Workspace.configuration(keys)
        + "\n[Search]\nTraining.learning_rate = loguniform(1e-4, 1e-1)\n", to: "config.ini")
    // The number of each process is kept, for whoever wants to stop it.
    try work.write(
      "#!/bin/sh\necho $$ >> \(work.path("pids"))\nexec \(RunningProgram.path(of: "main")) \"$@\"\n",
      to: "bin/main")
    // What runs on another machine has no file of this one open, by which the test would wait for it.
    try work.write(
      """
      #!/bin/bash
      shift
      cd /
      for file in /proc/self/fd/*; do
        file=${file##*/}
        [ "$file" -gt 2 ] && [ "$file" -ne 255 ] && eval "exec $file>&-"
      done
      exec sh -c "$*"

      """, to: "bin/ssh")
    try work.write(
      """
      #!/bin/sh
      for task in 1 2; do
        SLURM_ARRAY_TASK_ID=$task SLURM_CPUS_PER_TASK=1 bash "$@" || exit
      done
      echo Submitted batch job 1

      """, to: "bin/sbatch")
    for name in try work.list("bin") { chmod(work.path("bin/\(name)"), 0o755) }
    return work
  }

  /// Starts a block of commands.
  private func start(_ text: String, in work: Workspace) throws -> RunningProgram {
    let script =
      "PATH=\(work.path("bin")):$PATH\n"
      + text.replacing("/shared/lungs", with: FilePath.absolute(work.path(".")))
    try work.write(script, to: "commands.sh")
    return try work.start(script: "commands.sh")
  }

  private func studies(_ work: Workspace) throws -> [Study] {
    try work.list("models/hyperopt").filter { $0 != "best_params.json" }.map {
      try Study(try Journal(work.path("models/hyperopt/\($0)/study.journal")), name: nil)
    }
  }

  private func processes(_ work: Workspace) -> [Int32] {
    ((try? work.text("pids")) ?? "").split(separator: "\n").compactMap { Int32($0) }
  }

  @Test func everyCommandIsRunHere() throws {
    let document = try FileSystem.readText("docs/scaling.md".inRepository)
    let fences = document.split(separator: "\n").count { $0.hasPrefix("```") }
    #expect(fences == 2 * (1 + 1 + 2 + 2 + 2))
  }

  @Test func aStudyOfSeveralJobs() throws {
    let work = try makeWorkspace([:])
    let blocks = try Self.blocks(below: "One machine")
    #expect(blocks.map(\.language) == ["sh"])
    let program = try start(blocks[0].text, in: work)
    // A hundred trials would take a while.
    let table = "models/hyperopt/csi_optimization/trials.csv"
    #expect(
      work.wait {
        let rows = ((try? work.text(table)) ?? "").split(separator: "\n")
        return rows.count { $0.contains(",complete,") } >= 4 || !program.isRunning
      })
    for pid in processes(work) { kill(pid, SIGINT) }
    let outcome = try program.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("0 of 100 trials"))
    #expect(outcome.errors.contains("the same command continues"))
    #expect(try #require(studies(work).first).trials.count { $0.state == .complete } >= 4)
  }

  @Test func agentsOfASweep() throws {
    let work = try makeWorkspace(["Sweep.run_cap": "7"])
    let blocks = try Self.blocks(below: "A sweep and its agents")
    #expect(blocks.map(\.language) == ["sh"])
    let outcome = try start(blocks[0].text, in: work).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let study = try #require(studies(work).first)
    #expect(study.name.hasPrefix("lungs-"))
    #expect(study.trials.count { $0.state == .complete } == 7)
    #expect(outcome.errors.split(separator: "\n").contains { $0.hasPrefix("5 ") } == true)
  }

  @Test func anArrayOfJobs() throws {
    let work = try makeWorkspace(["Sweep.run_cap": "3"])
    let blocks = try Self.blocks(below: "SLURM")
    #expect(blocks.map(\.language) == ["bash", "sh"])
    let script = blocks[0].text.replacing("/shared/lungs", with: work.path("."))
    try work.write(script, to: "agents.sh")
    let outcome = try start(blocks[1].text, in: work).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("Submitted batch job 1\n"))
    #expect(try #require(studies(work).first).trials.count { $0.state == .complete } == 3)
    // The one that made the sweep, and two agents.
    #expect(processes(work).count == 3)
  }

  @Test func agentsBehindSSHAndHowTheyAreStopped() throws {
    let work = try makeWorkspace([:])
    let blocks = try Self.blocks(below: "Machines behind ssh")
    #expect(blocks.map(\.language) == ["sh", "sh"])
    let started = try start(blocks[0].text, in: work).wait()
    #expect(started.status == 0, "\(started.errors)")
    let study = try #require(studies(work).first)
    #expect(
      work.wait {
        try? study.refresh()
        return study.trials.count { $0.state == .complete } >= 3
      })
    let agents = processes(work).dropFirst()
    #expect(agents.count == 3)
    #expect(agents.allSatisfy { kill($0, 0) == 0 })
    let stopped = try start(blocks[1].text, in: work).wait()
    #expect(stopped.status == 0 && stopped.errors == "", "\(stopped.errors)")
    #expect(work.wait { agents.allSatisfy { kill($0, 0) != 0 } })
    // What they were at is saved, and everybody else's to continue.
    try study.refresh()
    #expect(study.trials.allSatisfy { $0.state == .complete || $0.worker?.process.pid == 0 })
    for node in 1...3 {
      let log = try work.text("models/hyperopt/\(study.name)/node\(node).log")
      #expect(log == "" || log.contains("interrupted"), "\(log)")
    }
  }

  @Test func anyOtherProgram() throws {
    let work = try makeWorkspace([:])
    let blocks = try Self.blocks(below: "Any other program")
    #expect(blocks.map(\.language) == ["ini", "sh"])
    try work.write(blocks[0].text, to: "space.ini")
    // Fails where it has more than six layers.
    try work.write(
      """
      #!/bin/sh
      layers=$(echo "$1" | sed 's/.*"layers":\\([0-9]*\\).*/\\1/')
      [ "$layers" -le 6 ] && echo "-$layers.5"

      """, to: "simulate")
    chmod(work.path("simulate"), 0o755)
    let outcome = try start(blocks[1].text, in: work).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("all 40 trials are begun"))
    let study = try Study(try Journal(work.path("study.journal")), name: nil)
    #expect(study.trials.count == 40)
    #expect(study.trials.allSatisfy { $0.state == .complete || $0.state == .failed })
    #expect(study.trials.contains { $0.state == .failed })
    #expect(study.best?.value == -6.5)
  }
}
