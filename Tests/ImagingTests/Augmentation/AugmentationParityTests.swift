import Basics
import Imaging
import Testing

/// Against torchvision's transforms with the same parameters, see Benchmarks/parity/augmentation_goldens.py.
@Suite("Augmentation against torchvision")
struct AugmentationParityTests {
  private typealias Goldens = AugmentationGoldens

  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  private func picture(
    _ hexadecimal: String, width: Int = 20, height: Int = 14, channels: Int = 3
  ) -> FloatImage {
    FloatImage(
      width: width, height: height, channels: channels,
      values: bytes(hexadecimal).map { Float($0) / 255 })
  }

  private func expectNear(
    _ result: FloatImage, _ expected: String, within levels: Float = 1, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = bytes(expected)
    #expect(result.values.count == expected.count, "\(name)", sourceLocation: sourceLocation)
    let difference =
      zip(result.values, expected).map { abs($0 * 255 - Float($1)) }.max() ?? .infinity
    #expect(difference <= levels, "\(name): \(difference)", sourceLocation: sourceLocation)
  }

  @Test("tones are torchvision's")
  func tones() {
    let source = picture(Goldens.source)
    expectNear(source.adjustedBrightness(1.3), Goldens.bright, "brightness")
    expectNear(source.adjustedContrast(0.6), Goldens.contrast, within: 2, "contrast")
    expectNear(source.adjustedSaturation(1.7), Goldens.saturated, within: 2, "saturation")
    expectNear(source.adjustedHue(0.2), Goldens.hue, "hue")
    expectNear(source.adjustedHue(-0.35), Goldens.hueBack, "hue")
    expectNear(
      source.adjustedContrast(1.2).adjustedSaturation(0.8).adjustedBrightness(0.9).adjustedHue(
        0.05),
      Goldens.jittered, within: 1.1, "jitter")
    expectNear(source.adjustedSharpness(1.8), Goldens.sharp, within: 2, "sharpness")
    expectNear(source.adjustedSharpness(0.3), Goldens.blurred, within: 2, "sharpness")
    expectNear(source.posterized(bits: 3), Goldens.posterized, within: 0.01, "posterize")
    expectNear(source.solarized(threshold: 100), Goldens.solarized, within: 0.01, "solarize")
    expectNear(source.autocontrasted(), Goldens.autocontrast, "autocontrast")
    expectNear(source.equalized(), Goldens.equalized, within: 0.01, "equalize")
    let grey = picture(Goldens.grey, channels: 1)
    expectNear(grey.adjustedContrast(1.4), Goldens.greyContrast, "grey contrast")
    expectNear(grey.equalized(), Goldens.greyEqualized, within: 0.01, "grey equalize")
    expectNear(grey.adjustedSharpness(1.5), Goldens.greySharp, within: 2, "grey sharpness")
    #expect(grey.adjustedHue(0.3) == grey && grey.adjustedSaturation(0.1) == grey)
  }

  @Test("shapes are torchvision's")
  func shapes() {
    let source = picture(Goldens.source)
    expectNear(
      source.resizedCrop(left: 3, top: 2, width: 11, height: 7), Goldens.crop, "crop")
    expectNear(source.mirrored(), Goldens.mirrored, within: 0.01, "flip")
    expectNear(source.erased(left: 5, top: 2, width: 8, height: 6), Goldens.erased, "erase")
    let rotation = AffineMap.inverse(degrees: 23, width: 20, height: 14)
    expectNear(source.warped(by: rotation, border: .constant(0)), Goldens.rotated, "rotation")
    let affine = AffineMap.inverse(
      degrees: -12, scale: 1.15, shear: (8, -5), shift: (2, -1), width: 20, height: 14)
    expectNear(source.warped(by: affine, border: .constant(0)), Goldens.affine, "affine")
    var upsideDown = AugmentedImage(source)
    var random = RandomSource(seed: 1)
    VerticalFlip(probability: 1).apply(to: &upsideDown, random: &random)
    expectNear(upsideDown.image, Goldens.upsideDown, within: 0.01, "vertical flip")
  }

  @Test("the operations of the policies are torchvision's")
  func operations() {
    let cases: [(AugmentationOperation, Double, String)] = [
      (.shearX, 0.17, Goldens.shearX), (.shearY, -0.12, Goldens.shearY),
      (.translateX, 4.7, Goldens.translateX), (.translateY, -3.2, Goldens.translateY),
      (.rotate, -30, Goldens.turned), (.color, -0.4, Goldens.color),
      (.sharpness, 0.8, Goldens.sharp), (.posterize, 3, Goldens.posterized),
      (.solarize, 100, Goldens.solarized), (.autoContrast, 0, Goldens.autocontrast),
      (.equalize, 0, Goldens.equalized), (.brightness, 0.3, Goldens.bright),
      (.contrast, -0.4, Goldens.contrast), (.identity, 0, Goldens.source),
    ]
    #expect(Set(cases.map(\.0)) == Set(AugmentationOperation.allCases))
    for (operation, magnitude, expected) in cases {
      var image = AugmentedImage(picture(Goldens.source))
      operation.apply(magnitude, to: &image)
      expectNear(image.image, expected, within: 2, operation.rawValue)
    }
  }

  @Test("the magnitudes of the policies are torchvision's")
  func magnitudes() throws {
    for (space, table) in [
      (AugmentationSpace.randAugment, Goldens.randAugment),
      (.trivialAugment, Goldens.trivialAugment),
    ] {
      for operation in AugmentationOperation.allCases {
        let expected = try #require(table[operation.rawValue])
        for (bin, number) in zip([0, 9, 17, 30], expected) {
          let magnitude = space.magnitude(of: operation, bin: bin, width: 224, height: 200)
          #expect(abs(magnitude - number) < 1e-3, "\(operation) \(bin)")
        }
      }
    }
  }

  @Test("CLAHE is OpenCV's")
  func clahe() {
    let wide = picture(Goldens.wide, width: 37, height: 30, channels: 1)
    expectNear(wide.locallyEqualized(clipLimit: 3, tiles: 4), Goldens.claheRest, "with a rest")
    let part = FloatImage(
      width: 36, height: 28, channels: 1,
      values: (0..<28).flatMap { wide.values[$0 * 37..<$0 * 37 + 36] })
    expectNear(part.locallyEqualized(clipLimit: 2, tiles: 4), Goldens.claheWhole, "whole tiles")
  }
}
