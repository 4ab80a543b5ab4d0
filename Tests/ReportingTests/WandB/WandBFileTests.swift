import Basics
import Reporting
import TestSupport
import Testing

struct WandBFileTests {
  /// The file that `wandb.sdk.internal.datastore.DataStore` of wandb 0.19.11 writes for the same records: one that fits,
  /// one that leaves three bytes of a block, one behind it, and one over three blocks.
  @Test func framesAreThoseOfWandB() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("run.wandb")
    _ = try WandBFile(path: path)
    var bytes = try FileSystem.read(path)
    for count in [10, 32_768 - 7 - 17 - 7 - 3, 5, 70_000] {
      bytes += WandBFile.framed((0..<count).map { UInt8($0 % 251) }, at: bytes.count)
    }
    #expect(bytes.count == 102_801)
    #expect(
      SHA256.hexadecimal(bytes)
        == "90752dd5715029fb2c927f852ccd0e904c3c25015a8dc79e2005f1b5a5e30d06")
  }

  @Test func aFileGoesOnFromAnEarlierPosition() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("run.wandb")
    var message = ProtobufMessage()
    message.add(1, "text")
    let file = try WandBFile(path: path)
    try file.append(2, message)
    let position = file.position
    try file.append(3, message)
    let whole = try FileSystem.read(path)
    let continued = try WandBFile(path: path, from: position)
    #expect(try FileSystem.fileSize(path) == position.length)
    try continued.append(3, message)
    #expect(try FileSystem.read(path) == whole)
  }
}
