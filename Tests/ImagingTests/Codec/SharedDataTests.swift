import Basics
import Imaging
import TestSupport
import Testing

@Suite("Real images, where ROENTGEN_DATA or ../shared/data has them")
struct SharedDataTests {
  @Test(
    "chest X-rays have the sides and the depth that their table says",
    .enabled(if: SharedData.directory("cxr6") != nil, "cxr6 is absent"))
  func radiographs() throws {
    let folder = try #require(SharedData.directory("cxr6"))
    let table = try FileSystem.readText(FilePath.join(folder, "files.csv"))
    let rows = table.split(whereSeparator: \.isNewline).dropFirst()
    #expect(rows.count == 24)
    for row in rows {
      // file_id, image, patient_id, format (jpg, png8, png16), width, height, ...
      let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let image = try ImageCodec.read(FilePath.join(folder, fields[1]))
      #expect((image.width, image.height) == (Int(fields[4]), Int(fields[5])))
      #expect(image.bits == (fields[3] == "png16" ? 16 : 8))
      #expect(image.channels == 1)
    }
  }

  @Test(
    "every photo is read as RGB",
    .enabled(if: SharedData.directory("photos") != nil, "photos are absent"))
  func photos() throws {
    var open = [try #require(SharedData.directory("photos"))]
    var count = 0
    while let path = open.popLast() {
      if FileSystem.isDirectory(path) {
        open += try FileSystem.list(path).map { FilePath.join(path, $0) }
      } else if path.hasSuffix(".jpg") {
        #expect(try ImageCodec.read(path).channels == 3)
        count += 1
      }
    }
    #expect(count == 630)
  }
}
