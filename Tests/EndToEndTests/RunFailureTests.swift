import Basics
import Checkpoints
import Testing

/// What goes wrong in the middle of a run, seen from outside.
@Suite struct RunFailureTests {
  /// A plugin that acts at the end of the first epoch.
  private static func workspace(
    _ changes: [String: String] = [:], afterFirstEpoch act: String
  ) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 12)
    try work.write("read -r line\n\(act)\ntouch done\ncat > /dev/null\n", to: "act.sh")
    try work.configure(
      [
        "Plugin:act.command": "sh act.sh", "Plugin:act.events": "end_epoch",
        "Data.cache": "none", "Training.n_epochs": "300", "Training.checkpoint_interval": "0",
      ].merging(changes) { $1 })
    return work
  }

  @Test func anImageThatGoesMissingFollowsBadImages() throws {
    for (policy, status) in [("fail", 3), ("skip", 0)] {
      let work = try Self.workspace(
        ["Data.bad_images": policy], afterFirstEpoch: "rm data/dark/dark03.png")
      let outcome = try work.run("--mode", "train", "--quiet")
      #expect(outcome.status == status, "\(policy): \(outcome.errors)")
      #expect(outcome.errors.contains("dark03.png"), "\(outcome.errors)")
      #expect(
        try work.json("logs/run.json")["status"]?.string == (status == 0 ? "completed" : "failed"))
      // The terminal names it; what is kept does not, since files may be named after patients.
      for name in ["run.log", "run.json"] {
        let text = try work.text("logs/\(name)")
        #expect(!text.contains("dark03"), "\(name)")
      }
      #expect(try work.text("logs/run.log").contains("an image"))
      try work.expectWholeFiles()
    }
  }

  @Test func aFolderThatIsGoneForAWhileLosesNothing() throws {
    let work = try Self.workspace(
      ["Training.n_epochs": "400"],
      afterFirstEpoch: "mv models away; touch models; sleep 0.3; rm models; mv away models")
    let outcome = try work.run("--mode", "train")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("training goes on, and it is tried again"))
    #expect(outcome.errors.contains("is written again"), "\(outcome.errors)")
    let last = try PyTorchFile.read(work.path("models/last_model.pth"))
    #expect(last["epoch"]?.intValue == 400)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "a file system may not be mounted here"))
  func aDiskThatFillsUpLetsTrainingGoOnAndIsSaidAtTheEnd() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure(["Output.models_dir": "disk/models", "Training.checkpoint_interval": "1"])
    let disk = try SmallDisk(at: work.path("disk"), kilobytes: 1000)
    defer { disk.unmount() }
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("the disk is full"))
    let run = try work.json("logs/run.json")
    #expect(run["status"] == "failed" && run["epochs_trained"] == 3)
    #expect(try work.json("logs/training_history.json")["epochs"] == [1, 2, 3])
    try work.expectWholeFiles()
  }

  @Test func badStepsAreCountedAndTheirLayerIsNamed() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure([
      "Training.learning_rate": "1e30", "Training.n_epochs": "20", "Optimization.optimizer": "sgd",
      "Training.max_bad_steps": "3",
    ])
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("first in"), "\(outcome.errors)")
    #expect(outcome.errors.contains("for 3 steps in a row"), "\(outcome.errors)")
    #expect(try #require(try work.json("logs/run.json")["bad_steps"]?.int) >= 3)
    #expect(try work.text("logs/run.log").contains("first in"))
  }
}
