import Basics
import CImageIO
import Imaging
import Testing

/// Readers survive damaged files: an image or an error with a text, never a trap.
///
/// Run with `--sanitize=address` and a larger `ROENTGEN_FUZZ_ITERATIONS` to look harder.
@Suite("Damaged images")
struct RobustnessTests {
  /// Small, so that no damaged header costs time.
  let pixelLimit = 1 << 18

  /// Reads the file twice; both readings must agree, or memory was read that nobody wrote.
  func read(_ file: [UInt8]) -> Bool {
    let results = (0..<2).map { _ in
      Result { () throws(ImageError) in
        try ImageCodec.decode(file, name: "damaged", pixelLimit: pixelLimit)
      }
    }
    guard case .failure(let error) = results[0] else {
      #expect(results[0] == results[1])
      return true
    }
    #expect(results[0] == results[1])
    #expect(error.description.hasPrefix("damaged: "))
    #expect(!error.description.contains("()"), "an error without a reason")
    return false
  }

  @Test("PNG: chunks, headers and pixels changed, checksums recomputed")
  func png() {
    let mutator = PNGMutator()
    let root = RandomSource(seed: 1).split("png")
    let decoded = (0..<fuzzIterations).filter { iteration in
      var random = root.split(iteration)
      return read(mutator.file(&random))
    }
    // Damage that leaves a legal file is frequent: otherwise the mutations reach nothing deep.
    #expect(decoded.count > fuzzIterations / 10)
    #expect(decoded.count < fuzzIterations * 9 / 10)
  }

  @Test("JPEG: segments, tables, scans and EXIF changed")
  func jpeg() {
    let mutator = JPEGMutator()
    let root = RandomSource(seed: 1).split("jpeg")
    let decoded = (0..<fuzzIterations).filter { iteration in
      var random = root.split(iteration)
      return read(mutator.file(&random))
    }
    #expect(decoded.count > fuzzIterations / 10)
    #expect(decoded.count < fuzzIterations * 9 / 10)
  }

  @Test("NIfTI: fields of the header, voxels and packing changed")
  func nifti() throws {
    let mutator = try ClinicalMutator(".nii")
    let root = RandomSource(seed: 1).split("nifti")
    let decoded = try (0..<fuzzIterations).filter { iteration in
      var random = root.split(iteration)
      return read(try mutator.nifti(&random))
    }
    #expect(decoded.count > fuzzIterations / 10)
    #expect(decoded.count < fuzzIterations * 9 / 10)
  }

  @Test("DICOM: elements, lengths and packed pixels changed, files mixed")
  func dicom() throws {
    let mutator = try ClinicalMutator(".dcm")
    let root = RandomSource(seed: 1).split("dicom")
    let decoded = (0..<fuzzIterations).filter { iteration in
      var random = root.split(iteration)
      return read(mutator.dicom(&random))
    }
    #expect(decoded.count > fuzzIterations / 10)
    #expect(decoded.count < fuzzIterations * 9 / 10)
  }

  @Test("EXIF: an orientation from 1 to 8, whatever the block holds")
  func exif() {
    let root = RandomSource(seed: 1).split("exif")
    for iteration in 0..<fuzzIterations {
      var random = root.split(iteration)
      var block = EXIFBlock(
        isBigEndian: random.nextBool(), orientation: random.nextInt(below: 10),
        type: random.nextInt(below: 6), others: random.nextInt(below: 5)
      ).bytes
      block.damage(&random)
      let orientation = block.withUnsafeBufferPointer {
        cimg_exif_orientation($0.baseAddress, $0.count)
      }
      #expect((1...8).contains(orientation))
    }
  }
}
