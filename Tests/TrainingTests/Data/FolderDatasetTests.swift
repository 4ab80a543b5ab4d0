import Basics
import Imaging
import TestSupport
import Testing
import Training

@Suite struct FolderDatasetTests {
  private let folder = TemporaryDirectory()

  private func open(_ change: (inout DataOptions) -> Void = { _ in }) throws -> FolderDataset {
    var options = DataOptions()
    options.dataset = "folder"
    options.root = folder.path
    change(&options)
    return try FolderDataset(options)
  }

  private func message(_ change: (inout DataOptions) -> Void = { _ in }) -> String {
    DataFixture.message { _ = try open(change) }.replacing(folder.path, with: "ROOT")
  }

  private func write(_ names: String...) throws {
    for name in names { try DataFixture.writeImage(folder.file(name)) }
  }

  @Test func everyDirectoryIsAClass() throws {
    try write("dog/1.png", "cat/2.PNG", "cat/more/3.png", "cat/.hidden.png")
    try AtomicFile.write("x", to: folder.file("cat/notes.txt"))
    try AtomicFile.write("x", to: folder.file("README.md"))
    let dataset = try open()
    #expect(dataset.task == .classification(classes: ["cat", "dog"]))
    #expect(dataset.samples.map(\.id) == ["cat/2.PNG", "cat/more/3.png", "dog/1.png"])
    #expect(dataset.samples.map(\.labels) == [[0], [0], [1]])
    #expect(dataset.samples.allSatisfy { $0.byteCount > 50 })
    #expect(dataset.presetSplits == nil)
    #expect(dataset.notices.count == 1 && dataset.notices[0].contains("cat/notes.txt"))
    #expect(try dataset.image(at: 2).width == 4)
  }

  @Test func splitsMayStandAboveTheClasses() throws {
    try write("train/b/1.png", "train/a/2.png", "valid/b/3.png", "test/a/4.png")
    let dataset = try open()
    #expect(dataset.task == .classification(classes: ["a", "b"]))
    #expect(dataset.presetSplits == PresetSplits(train: [0, 1], val: [2], test: [3]))
    #expect(dataset.samples.map(\.labels) == [[0], [1], [1], [0]])
    let splits = try DataOptions().splits(of: dataset)
    #expect(
      splits.notices == [
        "the val split has no sample of a", "the test split has no sample of b",
      ])
  }

  @Test func aClassThatTrainDoesNotHaveIsAnError() throws {
    try write("train/a/1.png", "val/a/2.png", "val/c/3.png")
    #expect(message() == "ROOT/val: the classes differ from those of train: val has c")
  }

  @Test func nothingToFindIsAnError() throws {
    #expect(message() == "ROOT: the data set is empty: there is no directory of a class")
    try FileSystem.createDirectory(folder.file("a"))
    #expect(
      message()
        == "ROOT: the data set is empty: no class directory has an image "
        + "(png, jpg, jpeg, nii.gz, nii, dcm, dicom)")
    #expect(
      message { $0.root = folder.file("none") }
        == "cannot list ROOT/none: no such file or directory")
    #expect(
      message { $0.root = nil } == "the data set folder needs root: set it in the section [Data]")
  }

  @Test func excludedImagesAreLeftOut() throws {
    try write("a/1.png", "a/2.png")
    #expect(try open { $0.excludedIDs = ["a/1.png"] }.samples.map(\.id) == ["a/2.png"])
  }

  @Test func aBrokenImageNamesItsFile() throws {
    try write("a/1.png")
    try AtomicFile.write("no image", to: folder.file("a/2.png"))
    let dataset = try open()
    #expect(
      DataFixture.message { _ = try dataset.image(at: 1) }
        .hasPrefix(folder.file("a/2.png") + ": not a PNG, JPEG, NIfTI or DICOM image"))
  }

  @Test(.enabled(if: SharedData.directory("photos") != nil))
  func photographsInTwoSplits() throws {
    let dataset = try open { $0.root = SharedData.directory("photos") }
    #expect(
      dataset.task
        == .classification(
          classes: ["cardboard", "glass", "metal", "paper", "plastic", "trash"]))
    let splits = try DataOptions().splits(of: dataset)
    #expect(splits.train.count == 480 && splits.val.count == 150 && splits.test.isEmpty)
    #expect(try dataset.image(at: 0).width == 213)
    #expect(DatasetHash.hexadecimal(of: dataset).count == 64)
  }
}
