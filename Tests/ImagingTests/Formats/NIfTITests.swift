import Basics
import Imaging
import Testing

@Suite("NIfTI")
struct NIfTITests {
  private func samples(_ file: NIfTIFile) throws -> [[Float]] {
    let image = try ImageCodec.decode(file.bytes, name: "x.nii")
    let values = image.samples.floats
    return (0..<image.height).map { Array(values[$0 * image.width..<($0 + 1) * image.width]) }
  }

  private func message(_ bytes: [UInt8]) -> String? {
    #expect(throws: ImageError.self) { try ImageCodec.decode(bytes, name: "x.nii") }?.description
  }

  /// Stored: 1 2 3 along the first axis, then 4 5 6.
  @Test("without an affine: transposed and mirrored, as CSI-Predictor does")
  func noAffine() throws {
    #expect(try samples(NIfTIFile()) == [[3, 2, 1], [6, 5, 4]])
  }

  @Test("numpy.eye(4), which is written when nothing is known, says nothing")
  func placeholder() throws {
    var file = NIfTIFile()
    file.setAffine([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    #expect(try samples(file) == [[3, 2, 1], [6, 5, 4]])
  }

  /// The first axis runs to the patient's left, as DICOM's columns do: it already runs as it is looked at.
  @Test("the patient's right is on the left, his head at the top")
  func affine() throws {
    var file = NIfTIFile()
    file.setAffine([[-1, 0, 0], [0, 0, -1], [0, 1, 0]])
    #expect(try samples(file) == [[1, 2, 3], [4, 5, 6]])
    file.setAffine([[1, 0, 0], [0, 0, 1], [0, 1, 0]])
    #expect(try samples(file) == [[6, 5, 4], [3, 2, 1]])
  }

  @Test("a picture that is stored column by column is turned")
  func turned() throws {
    var file = NIfTIFile()
    file.setAffine([[0, 0, -1], [-1, 0, 0], [0, 1, 0]])
    #expect(try samples(file) == [[1, 4], [2, 5], [3, 6]])
  }

  @Test("several pictures in one file: dim is named")
  func volumes() {
    let file = NIfTIFile(dim: [3, 64, 64, 20, 1, 1, 1, 1])
    #expect(
      message(file.bytes)
        == "x.nii: not a valid NIfTI file: dim: found [64, 64, 20], expected one picture, two axes")
  }

  @Test("the other formats of the family are told apart")
  func relatives() {
    var file = NIfTIFile()
    file.bytes.replaceSubrange(344..<348, with: Array("ni1\0".utf8))
    #expect(message(file.bytes)?.contains("convert it to a single .nii file") == true)
    file.bytes.replaceSubrange(344..<348, with: [0, 0, 0, 0])
    #expect(message(file.bytes)?.contains("ANALYZE") == true)
    file.set(540, at: 0, width: 4)
    #expect(message(file.bytes)?.contains("NIfTI-2") == true)
    #expect(message(NIfTIFile(datatype: 32).bytes)?.contains("complex64") == true)
  }

  @Test("wrong fields are named")
  func fields() {
    #expect(
      message(NIfTIFile(datatype: 3).bytes)
        == "x.nii: not a valid NIfTI file: datatype: found 3, expected the code of a type of "
        + "integers or floats")
    #expect(message(NIfTIFile(dim: [9]).bytes)?.contains("dim[0]: found 9") == true)
    #expect(message(NIfTIFile(dim: [2, 3, -2]).bytes)?.contains("dim[2]: found -2") == true)
    var file = NIfTIFile()
    file.set(Float.nan, at: 108)
    #expect(message(file.bytes)?.contains("vox_offset: found nan") == true)
  }

  @Test("files that end early, packed or not")
  func truncated() {
    let file = NIfTIFile(dim: [2, 3, 3])
    #expect(
      message(file.bytes)
        == "x.nii: the image file is truncated (6 bytes of voxels, expected 9 for dim = [3, 3])")
    let packed = NIfTIFile().packed
    #expect(message(Array(packed.dropLast(9)))?.contains("truncated") == true)
    var damaged = packed
    damaged[packed.count - 6] ^= 1
    #expect(message(damaged)?.contains("damaged") == true)
  }

  @Test("a small packed file cannot take more memory than its picture needs")
  func bomb() {
    var file = NIfTIFile()
    file.bytes += [UInt8](repeating: 0, count: 8 << 20)
    #expect(message(file.packed)?.contains("larger than the limit") == true)
    let huge = NIfTIFile(dim: [2, 32_767, 32_767])
    #expect(message(huge.packed)?.contains("more than the limit of 268435456 pixels") == true)
  }

  @Test("signed integers are stretched over 16 bits, 8 and 16 bits without sign stay as they are")
  func ranges() throws {
    let signed = NIfTIFile(datatype: 4, voxels: [0, 0xFC, 0, 0, 0, 4, 0, 2, 0, 0xFE, 0, 0])
    #expect(try samples(signed) == [[65_535, 32_768, 0], [32_768, 16_384, 49_151]])
    let plain = NIfTIFile(datatype: 512, voxels: [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1])
    #expect(try samples(plain) == [[3, 2, 1], [262, 5, 4]])
  }
}
