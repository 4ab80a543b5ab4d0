import Basics
import Glibc
import Testing

extension Workspace {
  /// A folder of images and a configuration that logs every fifth step.
  static func withLoggedSteps(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(["Logging.log_every_n_steps": "5"].merging(changes) { $1 })
    return work
  }

  /// Trains to the end, without a word.
  func train(_ more: String...) throws {
    let outcome = try run(words: ["--mode", "train", "--quiet"] + more)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }
  /// Trains until more than `epochs` epochs are over, and kills the program without a warning.
  func trainAndKill(after epochs: Int) throws {
    let program = try start(["--mode", "train", "--quiet"])
    #expect(
      wait {
        ((try? json("logs/run.json")["epochs_trained"]?.int) ?? 0) > epochs || !program.isRunning
      })
    program.send(SIGKILL)
    _ = try program.wait()
  }
}
