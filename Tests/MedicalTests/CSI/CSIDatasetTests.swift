import Basics
import Imaging
import Medical
import TestSupport
import Testing
import Training

@Suite struct CSIDatasetTests {
  private let folder = TemporaryDirectory()
  private let header = "FileID;right_sup;left_sup;right_mid;left_mid;right_inf;left_inf;csi"

  init() throws {
    let image = Image(width: 2, height: 2, channels: 1, pixels: [0, 80, 160, 255] as [UInt8])
    try FileSystem.createDirectory(folder.file("images"))
    for name in ["1", "2", "3"] {
      try AtomicFile.write(
        try ImageCodec.encodePNG(image), to: folder.file("images/\(name).png"))
    }
  }

  private func open(
    _ table: String, _ change: (inout DataOptions) -> Void = { _ in }
  ) throws -> CSIDataset {
    try AtomicFile.write(table, to: folder.file("labels.csv"))
    var options = DataOptions()
    options.dataset = "csi"
    options.csvPath = folder.file("labels.csv")
    change(&options)
    return try CSIDataset(options)
  }

  private func message(
    _ table: String, _ change: (inout DataOptions) -> Void = { _ in }
  ) -> String {
    do {
      _ = try open(table, change)
      return "no error"
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "")
    }
  }

  @Test func sixZonesWithGradesAndUnknowns() throws {
    let dataset = try open(header + "\n1.0;0;1;2;3;4;;2.5\n2;2.0;NaN;nan; 1 ;NA;0;\n")
    #expect(dataset.samples.map(\.id) == ["1", "2"])
    #expect(dataset.samples.map(\.labels) == [[0, 1, 2, 3, 4, 4], [2, 4, 4, 1, 4, 0]])
    #expect(dataset.samples.map(\.score) == [2.5, nil])
    #expect(
      dataset.task
        == .zones(
          zones: ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"],
          classes: ["Normal", "Mild", "Moderate", "Severe", "Unknown"], unknownClass: 4))
    #expect(dataset.defaultNormalization == .medical)
    #expect(try dataset.image(at: 1).width == 2)
  }

  @Test func gradesOutsideOfTheScaleAreUnknownAndCounted() throws {
    let dataset = try open(header + "\n1;5;-1;0;1;2;3;\n2;99999999999999999999;0;0;0;0;0;\n")
    #expect(dataset.samples.map(\.labels) == [[4, 4, 0, 1, 2, 3], [4, 0, 0, 0, 0, 0]])
    #expect(
      dataset.notices == [
        "3 grades outside of 0 to 4 count as unknown, the first one 5 in line 2, column right_sup"
      ])
  }

  @Test(arguments: ["1.5", "mild", "0x2", "1e0", "inf", "2 3x"])
  func whatIsNoGradeIsNamedWithLineAndColumn(text: String) {
    #expect(
      message(header + "\n1;0;0;0;0;0;0;\n2;0;0;\(text);0;0;0;\n")
        == "labels.csv:3: column right_mid: found \"\(text)\", "
        + "expected 0, 1, 2, 3, or 4 or nothing for unknown")
  }

  @Test func theOverallScoreIsANumber() {
    #expect(
      message(header + "\n1;0;0;0;0;0;0;high\n")
        == "labels.csv:2: column csi: found \"high\", expected a number")
  }

  @Test func commasSeparateToo() throws {
    let table = header.replacing(";", with: ",") + "\n3,1,1,1,1,1,1,1\n"
    #expect(try open(table).samples.map(\.labels) == [[1, 1, 1, 1, 1, 1]])
  }

  @Test func zonesMayHaveOtherNames() throws {
    let dataset = try open("id,upper,lower\n1,0,3\n") { $0.zoneColumns = ["upper", "lower"] }
    #expect(dataset.samples[0].labels == [0, 3])
    #expect(dataset.task.labelsPerSample == 2)
    #expect(
      message("id,upper,lower\n1,0,3\n") { $0.zoneColumns = ["uper", "lower"] }
        == "labels.csv:1: there is no column uper; did you mean upper?")
  }

  @Test func aColumnThatIsMissingIsNamed() {
    #expect(
      message("FileID;right_sup\n1;0\n").hasPrefix(
        "labels.csv:1: there is no column left_sup; "))
    #expect(
      message("name;right_sup\n1;0\n").hasPrefix(
        "labels.csv:1: there is no column of ids (FileID, file_id, id)"))
  }

  @Test func imagesMayBeNIfTIAndDICOM() throws {
    // Two by one pixels: 10 and 200.
    var nifti = [UInt8](repeating: 0, count: 352) + [200, 10]
    for (place, byte) in [(0, 92), (1, 1), (40, 2), (42, 2), (44, 1), (70, 2)] {
      nifti[place] = UInt8(byte)
    }
    nifti.replaceSubrange(108..<112, with: [0, 0, 0xB0, 0x43])  // 352 as a float
    nifti.replaceSubrange(344..<348, with: Array("n+1\0".utf8))
    let images = folder.file("images")
    try AtomicFile.write(
      Deflate.pack(nifti, format: .gzip), to: FilePath.join(images, "8.nii.gz"))
    func element(_ group: UInt8, _ number: UInt8, _ type: String, _ value: [UInt8]) -> [UInt8] {
      [0x28, 0, number, group] + Array(type.utf8) + [UInt8(value.count), 0] + value
    }
    let dicom =
      element(0, 0x04, "CS", Array("MONOCHROME2 ".utf8)) + element(0, 0x10, "US", [1, 0])
      + element(0, 0x11, "US", [2, 0]) + element(1, 0x00, "US", [8, 0])
      + [0xE0, 0x7F, 0x10, 0, 0x4F, 0x42, 0, 0, 2, 0, 0, 0, 10, 200]
    try AtomicFile.write(
      [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        + [2, 0, 0x10, 0, 0x55, 0x49, 20, 0] + Array("1.2.840.10008.1.2.1\0".utf8) + dicom,
      to: FilePath.join(images, "9.dcm"))
    let dataset = try open(header + "\n8.0;0;0;0;0;0;0;\n9;0;0;0;0;0;0;\n")
    #expect(dataset.samples.map { FilePath.basename($0.path ?? "") } == ["8.nii.gz", "9.dcm"])
    for index in 0..<2 {
      #expect(try dataset.image(at: index).samples == .bits8([10, 200]))
    }
  }

  @Test func rowsWithoutAnImageFailOrAreSkipped() throws {
    let table = header + "\n1;0;0;0;0;0;0;\n8;0;0;0;0;0;0;\n9;0;0;0;0;0;0;\n"
    #expect(
      message(table) == "labels.csv: no image file in images for 2 ids (8, 9); "
        + "Data.bad_images = skip leaves such rows out")
    let dataset = try open(table) { $0.skipsBadImages = true }
    #expect(dataset.samples.map(\.id) == ["1"] && dataset.skipped.map(\.id) == ["8", "9"])
  }

  @Test(.enabled(if: SharedData.directory("cxr6") != nil))
  func radiographsGroupedByPatient() throws {
    let root = try #require(SharedData.directory("cxr6"))
    var options = DataOptions()
    options.dataset = "csi"
    options.root = root
    options.groupCSV = "files.csv"
    options.groupColumn = "patient_id"
    let dataset = try CSIDataset(options)
    #expect(dataset.samples.count == 24 && Set(dataset.samples.map(\.group)).count == 13)
    // The first row of metadata.csv.
    #expect(dataset.samples[0].id == "cxr0003" && dataset.samples[0].labels == [0, 0, 1, 0, 1, 2])
    let splits = try options.splits(of: dataset)
    #expect(splits.train.count == 16 && splits.val.count == 4 && splits.test.count == 4)
    let patients = Split.allCases.map { split in
      Set(splits[split].compactMap { dataset.samples[$0].group })
    }
    #expect(patients[0].isDisjoint(with: patients[1]))
    #expect(patients[0].isDisjoint(with: patients[2]))
    #expect(patients[1].isDisjoint(with: patients[2]))
    let store = ImageStore(
      dataset: dataset, preprocessing: try options.preprocessing(for: dataset),
      memoryLimit: 64 << 20)
    let inspection = store.inspect(Array(0..<24), threads: 2)
    #expect(inspection.broken.isEmpty)
    // 17 JPEG and 4 PNG of 8 bits, 3 PNG of 16 bits.
    #expect(inspection.bitCounts == [8: 21, 16: 3])
  }
}
