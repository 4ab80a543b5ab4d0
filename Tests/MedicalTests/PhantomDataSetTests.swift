import Basics
import Imaging
import Medical
import TestSupport
import Testing

struct PhantomDataSetTests {
  private let options = PhantomOptions(count: 14, seed: 3, size: 32)

  /// Every file below a folder with its bytes.
  private func contents(_ directory: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileSystem.list(directory) {
      let path = FilePath.join(directory, name)
      if FileSystem.isDirectory(path) {
        for (inner, bytes) in try contents(path) { files["\(name)/\(inner)"] = bytes }
      } else {
        files[name] = try FileSystem.read(path)
      }
    }
    return files
  }

  @Test func writesTheSameBytesWithAnyNumberOfThreads() throws {
    let folder = TemporaryDirectory()
    #expect(
      try PhantomDataSet.write(to: folder.file("a"), options: options, threads: 1) == .written)
    #expect(
      try PhantomDataSet.write(to: folder.file("b"), options: options, threads: 3) == .written)
    let (first, second) = (try contents(folder.file("a")), try contents(folder.file("b")))
    #expect(first == second)
    #expect(first.count == 16)
    // No staging folder is left.
    #expect(try FileSystem.list(folder.path) == ["a", "b"])
  }

  @Test func tableAndImagesAgreeWithTheGenerator() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("deep/er/set")
    var steps: [Int] = []
    try PhantomDataSet.write(to: path, options: options) { steps.append($0) }
    #expect(steps.last == 14 && steps == steps.sorted())
    let lines = try FileSystem.readText(path + "/labels.csv").split(separator: "\n")
    #expect(
      lines[0]
        == "FileID;right_sup;left_sup;right_mid;left_mid;right_inf;left_inf;csi;patient_id")
    #expect(lines.count == 15)
    let generator = PhantomGenerator(options)
    for index in 0..<14 {
      let (image, record) = generator.render(index)
      let fields = lines[index + 1].split(separator: ";", omittingEmptySubsequences: false)
      #expect(fields.count == 9)
      #expect(fields[0] == record.id && fields[8] == record.patientID)
      // Ungradable zones are empty cells.
      #expect(fields[1...6].map { Int($0) ?? 4 } == record.labels)
      let score = try #require(record.score)
      #expect(abs((Double(fields[7]) ?? -1) - score) <= 0.005)
      let read = try ImageCodec.read("\(path)/images/\(record.fileName)")
      switch record.format {
      case .png: #expect(read == image)
      case .jpeg:
        let difference = zip(read.samples.floats, image.samples.floats).map { abs($0 - $1) }
        #expect(difference.reduce(0, +) / Float(difference.count) < 4)
      }
    }
  }

  @Test func formatsFollowTheShare() throws {
    for (fraction, expected) in [(0.0, "png"), (1.0, "jpg")] {
      let folder = TemporaryDirectory()
      let options = PhantomOptions(count: 3, size: 16, jpegFraction: fraction)
      try PhantomDataSet.write(to: folder.file("set"), options: options)
      let names = try FileSystem.list(folder.file("set/images"))
      #expect(names.map(FilePath.fileExtension) == [expected, expected, expected])
    }
  }

  @Test func anIdenticalSetIsReused() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("set")
    try FileSystem.createDirectory(path)  // an empty folder is as good as none
    #expect(try PhantomDataSet.write(to: path, options: options) == .written)
    let before = try FileSystem.modificationTime(path + "/labels.csv")
    #expect(try PhantomDataSet.write(to: path, options: options) == .reused)
    #expect(try FileSystem.modificationTime(path + "/labels.csv") == before)
  }

  @Test func nothingElseIsEverOverwritten() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("set")
    try PhantomDataSet.write(to: path, options: options)
    let before = try contents(path)

    var other = options
    other.seed = 4
    #expect {
      try PhantomDataSet.write(to: path, options: other)
    } throws: { error in
      guard case .different(let place, let found, _) = error as? PhantomError else { return false }
      return place == path && found.contains("seed 3")
    }
    #expect(try contents(path) == before)

    let foreign = folder.file("foreign")
    try FileSystem.createDirectory(foreign)
    try AtomicFile.write("mine", to: foreign + "/notes.txt")
    #expect(throws: PhantomError.occupied(path: foreign)) {
      try PhantomDataSet.write(to: foreign, options: options)
    }
    #expect(try contents(foreign).keys.sorted() == ["notes.txt"])

    try FileSystem.remove(path + "/images/" + PhantomGenerator(options).record(2).fileName)
    #expect(throws: PhantomError.self) { try PhantomDataSet.write(to: path, options: options) }
    try AtomicFile.write("FileID\n", to: path + "/labels.csv")
    #expect(throws: PhantomError.damaged(path: path, file: "labels.csv")) {
      try PhantomDataSet.write(to: path, options: options)
    }
  }

  @Test func aFileInTheWayIsAnError() throws {
    let folder = TemporaryDirectory()
    try AtomicFile.write("x", to: folder.file("set"))
    #expect(throws: PhantomError.self) {
      try PhantomDataSet.write(to: folder.file("set"), options: options)
    }
    #expect(throws: PhantomError.self) {
      try PhantomDataSet.write(to: folder.file("set/below"), options: options)
    }
    #expect(try FileSystem.readText(folder.file("set")) == "x")
  }
}
