import Imaging
import Testing

/// The contact sheet of `check --preview`.
@Suite struct PreviewTests {
  @Test func aContactSheetShowsImagesAndTheirChanges() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure(["Data.augmentation": "rotate(30), erase(1)"])
    let outcome = try work.run("--mode", "check", "--preview", "sheets/sheet.png")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("sheets/sheet.png"))
    let sheet = try ImageCodec.read(work.path("sheets/sheet.png"))
    #expect(sheet.width > 500 && sheet.height > 300)
    try work.configure(["Data.augmentation": "none"])
    try work.run("--mode", "check", "--preview", "plain.png")
    let same = try work.bytes("plain.png") == work.bytes("sheets/sheet.png")
    #expect(!same)
  }

  @Test(arguments: [
    ("rotate(10", "augmentation"), ("rotat(10)", "rotate"), ("rotate(500)", "augmentation"),
    ("rotate(10, 20)", "augmentation"), ("strang", "strong"), ("erase(2)", "augmentation"),
  ])
  func whatIsNoAugmentationIsSaid(value: String, word: String) throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure(["Data.augmentation": value])
    let outcome = try work.run("--mode", "check", "--quiet")
    #expect(outcome.status == 2 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
  }
}
