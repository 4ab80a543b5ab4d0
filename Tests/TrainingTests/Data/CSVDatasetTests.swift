import Basics
import Imaging
import TestSupport
import Testing
import Training

@Suite struct CSVDatasetTests {
  private let folder = TemporaryDirectory()

  init() throws {
    for name in ["1.png", "2.png", "x/3.PNG", "10.png"] {
      try DataFixture.writeImage(folder.file("images/" + name))
    }
  }

  private func open(
    _ table: String, _ change: (inout DataOptions) -> Void = { _ in }
  ) throws -> CSVDataset {
    try AtomicFile.write(table, to: folder.file("labels.csv"))
    var options = DataOptions()
    options.dataset = "csv"
    options.csvPath = folder.file("labels.csv")
    change(&options)
    return try CSVDataset(options)
  }

  private func message(
    _ table: String, _ change: (inout DataOptions) -> Void = { _ in }
  ) -> String {
    DataFixture.message { _ = try open(table, change) }.replacing(folder.path + "/", with: "")
  }

  @Test func pathAndLabelAreTheFirstTwoColumns() throws {
    let dataset = try open("what,kind\n1.png,dog\nx/3.PNG,cat\n")
    #expect(dataset.task == .classification(classes: ["cat", "dog"]))
    #expect(dataset.samples.map(\.id) == ["1.png", "x/3.PNG"])
    #expect(dataset.samples.map(\.labels) == [[1], [0]])
    #expect(try dataset.image(at: 1).width == 4)
  }

  @Test func columnsAreFoundByTheirNames() throws {
    let dataset = try open("age;label;image_path;id\n7;10;1.png;a\n8;9;2.png;b\n")
    // Numbers are sorted by value, not as texts.
    #expect(dataset.task == .classification(classes: ["9", "10"]))
    #expect(dataset.samples.map(\.id) == ["a", "b"])
    #expect(dataset.samples.map(\.labels) == [[1], [0]])
    #expect(
      try open("age;label;image_path;id\n7;10;1.png;a\n8;9;2.png;b\n") {
        $0.labelColumns = ["age"]
        $0.idColumn = "label"
      }.samples.map(\.id) == ["10", "9"])
  }

  @Test func idsGiveFilesWhereThereIsNoPath() throws {
    let dataset = try open("id,label\n1.0,a\n10,b\n")
    #expect(dataset.samples.map(\.id) == ["1", "10"])
    #expect(dataset.samples.map { FilePath.basename($0.path ?? "") } == ["1.png", "10.png"])
  }

  @Test func severalLabelColumnsMakeAMultilabelTask() throws {
    let dataset = try open("path,p,q\n1.png,1,0\n2.png,1.0,1\n") { $0.labelColumns = ["p", "q"] }
    #expect(dataset.task == .multilabel(labels: ["p", "q"]))
    #expect(dataset.samples.map(\.targets) == [[1, 0], [1, 1]])
    #expect(
      message("path,p,q\n1.png,1,2\n") { $0.labelColumns = ["p", "q"] }
        == "labels.csv:2: column q: found \"2\", expected 0 or 1")
  }

  @Test func aColumnMayGiveTheSplits() throws {
    let table = "path,label,fold\n1.png,a,train\n2.png,b,train\n10.png,a,Validation\n"
    let dataset = try open(table) { $0.splitColumn = "fold" }
    #expect(dataset.presetSplits == PresetSplits(train: [0, 1], val: [2], test: nil))
    #expect(try open(table).presetSplits == nil)
    #expect(
      message(table + "x/3.PNG,c,val\n") { $0.splitColumn = "fold" }
        == "labels.csv:5: column label: the class \"c\" is not in the training data; "
        + "there are a, b")
    #expect(
      message(table + "x/3.PNG,a,hold\n") { $0.splitColumn = "fold" }
        == "labels.csv:5: column fold: found \"hold\", expected train, val or test")
  }

  @Test func faultsNameLineAndColumn() {
    #expect(
      message("path,label\n1.png,a\n1.png,b\n")
        == "labels.csv:3: the id \"1.png\" already stands in line 2")
    #expect(
      message("path,label\n1.png,\n")
        == "labels.csv:2: column label: found \"\", expected a class")
    #expect(
      message("path,label\n1.png,a\n") { $0.labelColumns = ["lable"] }
        == "labels.csv:1: there is no column lable; did you mean label?")
    #expect(
      message("path,label\n") == "labels.csv: the data set is empty: "
        + "the table has no row behind its header")
    #expect(
      message("path,label\n1.png,a\nno.png,b\n")
        == "labels.csv: no image file in images for the id \"no.png\"; "
        + "Data.bad_images = skip leaves such rows out")
    #expect(
      message("path,label\n1.png,a\n") { $0.csvPath = folder.file("none.csv") }
        == "cannot read none.csv: no such file or directory")
    #expect(
      message("path,label\n1.png,a\n") { $0.imageDirectory = folder.file("none") }
        == "cannot read the images in none: no such file or directory")
  }

  @Test func rowsWithoutAnImageCanBeSkipped() throws {
    let dataset = try open("path,label\n1.png,a\nno.png,b\n2.png,a\n") {
      $0.skipsBadImages = true
    }
    #expect(dataset.samples.map(\.id) == ["1.png", "2.png"])
    #expect(dataset.skipped.map(\.id) == ["no.png"])
    #expect(dataset.notices.count == 1 && dataset.notices[0].contains("no.png"))
    #expect(dataset.task == .classification(classes: ["a"]))
  }

  @Test func groupsComeFromTheTableOrFromASecondOne() throws {
    let table = "path,id,label,patient\n1.png,1,a,p\n2.png,2,b,q\n10.png,10,a,\n"
    let own = try open(table) { $0.groupColumn = "patient" }
    #expect(own.samples.map(\.group) == ["p", "q", nil])
    #expect(own.notices == ["1 of 3 samples have no group and are taken as groups of one"])
    #expect(try open(table).samples.allSatisfy { $0.group == nil })
    try AtomicFile.write("x;file_id;person\n0;1.0;r\n0;10;r\n", to: folder.file("people.csv"))
    let joined = try open(table) {
      $0.groupColumn = "person"
      $0.groupCSV = folder.file("people.csv")
    }
    #expect(joined.samples.map(\.group) == ["r", nil, "r"])
    #expect(
      message(table) { $0.groupCSV = folder.file("people.csv") }
        == "the data set csv needs group_column: set it in the section [Data]")
    try AtomicFile.write("id,person\n1,r\n1,s\n", to: folder.file("people.csv"))
    #expect(
      message(table) {
        $0.groupColumn = "person"
        $0.groupCSV = folder.file("people.csv")
      } == "people.csv:3: column person: the id \"1\" belongs to the groups \"r\" and \"s\"")
  }

  @Test func idsCanBeExcluded() throws {
    let dataset = try open("id,label\n1,a\n2,b\n10,a\n") { $0.excludedIDs = ["2.0", "77"] }
    #expect(dataset.samples.map(\.id) == ["1", "10"])
    #expect(dataset.notices.count == 1 && dataset.notices[0].contains("77"))
  }

  @Test func pathsAreFoundBelowRoot() throws {
    _ = try open("path,label\n1.png,a\n")
    var options = DataOptions()
    options.dataset = "csv"
    options.root = folder.path
    #expect(try CSVDataset(options).samples.count == 1)
    options.csvPath = "labels.csv"
    options.imageDirectory = "images"
    #expect(try CSVDataset(options).samples.count == 1)
  }
}

@Suite struct ImageFilesTests {
  private let folder = TemporaryDirectory()

  private func name(_ id: String, _ pattern: String = "{id}") throws -> String? {
    var files = try ImageFiles(in: folder.path, pattern: pattern)
    return try files.path(for: id)?.replacing(folder.path + "/", with: "")
  }

  @Test func patternsGiveNames() throws {
    for file in ["a.PNG", "b.jpeg", "s/c_front.png", "d/d.jpg", "e.png", "e.tiff", "f.v2.png"] {
      try FileSystem.createDirectory(FilePath.parent(folder.file(file)))
      try AtomicFile.write("", to: folder.file(file))
    }
    #expect(try name("a") == "a.PNG")
    #expect(try name("A") == nil)
    #expect(try name("a", "{id}.png") == "a.PNG")
    #expect(try name("a", "{id}.jpg") == nil)
    #expect(try name("b") == "b.jpeg")
    #expect(try name("b.jpeg") == "b.jpeg")
    #expect(try name("c", "s/{id}_front") == "s/c_front.png")
    #expect(try name("d", "{id}/{id}.jpg") == "d/d.jpg")
    #expect(try name("e") == "e.png")
    #expect(try name("f.v2") == "f.v2.png")
    #expect(try name("f") == nil)
  }

  @Test func twoFilesOfOneIDAreAnError() throws {
    try AtomicFile.write("", to: folder.file("a.png"))
    try AtomicFile.write("", to: folder.file("a.JPG"))
    #expect(
      DataFixture.message { _ = try name("a") }
        == "several image files fit the id \"a\": a.JPG, a.png; "
        + "remove all but one or set Data.image_pattern")
    #expect(try name("a", "{id}.png") == "a.png")
  }

  @Test func aPatternNeedsTheID() {
    #expect(
      DataFixture.message { _ = try name("a", "image.png") }
        == "Data.image_pattern: found \"image.png\", expected a pattern with {id} in it")
  }

  @Test func wholeNumbersLoseTheirFraction() {
    #expect(
      ["123.0", " 123 ", "123.00", "1.5", "v1.0", ".0", "1.", "007"]
        .map(SampleID.normalized) == ["123", "123", "123", "1.5", "v1.0", ".0", "1.", "007"])
  }
}
