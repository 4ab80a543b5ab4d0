import Basics
import Imaging
import Testing

@Suite("Real images", .enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct SharedDataTests {
  @Test("chest X-rays have the sides and the depth that their table says")
  func radiographs() throws {
    let folder = try #require(SharedData.folder)
    let table = try FileSystem.readText(FilePath.join(folder, "cxr6/files.csv"))
    let rows = table.split(whereSeparator: \.isNewline).dropFirst()
    #expect(rows.count == 24)
    for row in rows {
      // file_id, image, patient_id, format (jpg, png8, png16), width, height, ...
      let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let image = try ImageCodec.read(FilePath.join(folder, "cxr6", fields[1]))
      #expect((image.width, image.height) == (Int(fields[4]), Int(fields[5])))
      #expect(image.bits == (fields[3] == "png16" ? 16 : 8))
      #expect(image.channels == 1)
    }
  }

  @Test("every photo is read as RGB")
  func photos() throws {
    let files = SharedData.files(below: "photos").filter { $0.hasSuffix(".jpg") }
    #expect(files.count == 630)
    for file in files {
      let image = try ImageCodec.read(file)
      #expect(image.channels == 3)
    }
  }
}
