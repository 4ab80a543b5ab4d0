import Basics
import Checkpoints
import Glibc
import Testing

/// Training from a program of one's own.
@Suite struct LibraryTests {
  @Test func theDocumentedExampleIsTheOneThatIsBuilt() throws {
    let page = try FileSystem.readText("docs/extending.md".inRepository)
    let example = try FileSystem.readText("Examples/Library/main.swift".inRepository)
    #expect(page.contains("```swift\n" + example + "```\n"))
    let lines = example.split(separator: "\n").filter { !$0.isEmpty && !$0.hasPrefix("//") }
    #expect(lines.count <= 15)
  }

  @Test func theExampleTrainsAndGoesOnAfterAKill() throws {
    let work = try Self.workspace()
    let whole = try work.startExample().wait()
    #expect(whole.status == 0, "\(whole.errors)")
    let lines = whole.output.split(separator: "\n")
    #expect(lines.count == 6 && lines[4].hasPrefix("epoch 5: accuracy "))
    #expect(lines[5].hasSuffix("in runs/mine/models/best_model.pth"))
    let killed = try Self.workspace()
    let program = try killed.startExample()
    #expect(
      killed.wait { killed.exists("runs/mine/models/last_model.pth") || !program.isRunning })
    program.send(SIGKILL)
    _ = try program.wait()
    let resumed = try killed.startExample().wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output == whole.output)
    for key in ["model_state_dict", "optimizer_state_dict"] {
      let left = try PyTorchFile.read(work.path("runs/mine/models/last_model.pth"))
      let right = try PyTorchFile.read(killed.path("runs/mine/models/last_model.pth"))
      let isSame = left[.string(key)] == right[.string(key)]
      #expect(isSame, "\(key)")
    }
    // A run that is complete stays as it is.
    let again = try killed.startExample().wait()
    #expect(again.status == 0 && again.output == whole.output)
    #expect(try killed.json("runs/mine/logs/run.json")["status"] == "completed")
  }

  private static func workspace() throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 60)
    return work
  }
}
