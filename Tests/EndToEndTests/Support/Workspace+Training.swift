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
}
