import Basics
import Testing
import Training

/// What `--mode check` foretells.
@Suite struct CheckTests {
  private static func check(
    _ work: Workspace, _ changes: [String: String] = [:]
  ) throws -> (event: JSONValue, outcome: Outcome) {
    try work.configure(changes)
    let outcome = try work.run("--mode", "check", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let events = outcome.outputEvents.compactMap(\.self)
    return (try #require(events.first { $0["event"] == "check" }), outcome)
  }

  @Test func memoryFollowsTheSettings() throws {
    let work = try Workspace()
    try work.makeImages()
    func bytes(_ changes: [String: String]) throws -> (all: Int, images: Int) {
      let event = try Self.check(work, changes.merging(["Data.image_size": "32"]) { $1 }).event
      return (
        try #require(event["memory_bytes"]?.int), try #require(event["image_memory_bytes"]?.int)
      )
    }
    let usual = try bytes([:])
    #expect(try bytes(["Training.batch_size": "16"]).all > usual.all)
    let uncached = try bytes(["Data.cache": "none"])
    #expect(usual.images - uncached.images == 40 * 32 * 32)
    #expect(try bytes(["Data.memory_limit": "0"]).images == uncached.images)
    #expect(try bytes(["Model.freeze_backbone": "true"]).all < usual.all)
  }

  /// A step of whole images would be the end of the check too: it is not taken.
  @Test(
    .enabled(
      if: AvailableMemory().byteCount < 100 << 30, "a machine with memory for anything"))
  func tooLittleMemoryIsForetold() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 12)
    let (event, outcome) = try Self.check(
      work,
      [
        "Data.image_size": "6000", "Data.cache": "none", "Model.model_arch": "Custom_1",
        "Training.batch_size": "16",
      ])
    #expect(outcome.errors.contains("it will probably be killed"), "\(outcome.errors)")
    #expect(
      (event["memory_bytes"]?.int ?? 0) > (event["available_memory_bytes"]?.int ?? .max))
    #expect(event["warnings"]?.array?.count == 1)
    #expect(!outcome.output.contains("One step"))
  }

  @Test func theMachineIsDescribed() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    let event = try Self.check(work, ["Training.num_workers": "3"]).event
    #expect(event["num_workers"] == 3 && event["threads"] == 1)
    #expect((event["free_disk_bytes"]?.int ?? 0) > (event["models_bytes"]?.int ?? .max))
    let text = try work.run("--mode", "check", "--set", "Data.cache=none").output
    #expect(text.contains("3 threads to decode images, which are decoded anew in each epoch"))
    #expect(text.contains("memory: about ") && text.contains("disk: about "))
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "a file system may not be mounted here"))
  func tooLittleDiskIsForetold() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    let disk = try SmallDisk(at: work.path("disk"), kilobytes: 300)
    defer { disk.unmount() }
    let outcome = try Self.check(work, ["Output.models_dir": "disk/models"]).outcome
    #expect(outcome.errors.contains("keep fewer checkpoints"), "\(outcome.errors)")
  }

  /// The direction is that of what `val_trust` measures, whatever its name says.
  @Test func aPlateauThatTurnsTheWrongWayIsSaid() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    let metric = ["Metric:trust.type": "ece", "Optimization.plateau_monitor": "val_trust"]
    for (mode, isWrong) in [("auto", false), ("min", false), ("max", true)] {
      let outcome = try Self.check(
        work, metric.merging(["Optimization.plateau_mode": mode]) { $1 }
      ).outcome
      #expect(outcome.errors.contains("while val_trust gets better") == isWrong, "\(mode)")
    }
  }
}
