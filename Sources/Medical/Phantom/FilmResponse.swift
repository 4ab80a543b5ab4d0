import Basics
import Glibc

/// How thickness becomes grey: a detector's S-shaped curve with its own exposure, and noise.
struct FilmResponse {
  private static let range: ClosedRange<Float> = -1...3
  private static let steps = 2048

  private let curve: [Float]
  private let noise: Float

  init(_ source: RandomSource) {
    var random = source
    let contrast = random.uniform(4.6, 6.2)
    let middle = random.uniform(0.46, 0.58)
    let gamma = random.uniform(0.85, 1.2)
    noise = random.uniform(0.006, 0.016)
    let step = (Self.range.upperBound - Self.range.lowerBound) / Float(Self.steps)
    curve = (0...Self.steps).map { index in
      let thickness = Self.range.lowerBound + Float(index) * step
      return powf(1 / (1 + expf(-contrast * (thickness - middle))), gamma)
    }
  }

  /// The 8-bit picture of thicknesses.
  ///
  /// - Parameters:
  ///   - thickness: any values; those outside -1 to 3 are black and white.
  ///   - source: the noise's own.
  func pixels(of thickness: [Float], noise source: RandomSource) -> [UInt8] {
    var random = source
    let scale = Float(Self.steps) / (Self.range.upperBound - Self.range.lowerBound)
    return thickness.map { value in
      let clamped = min(Self.range.upperBound, max(Self.range.lowerBound, value))
      let position = (clamped - Self.range.lowerBound) * scale
      let index = min(Self.steps - 1, Int(position))
      let grey = blend(curve[index], curve[index + 1], position - Float(index))
      // Four 16-bit numbers: their sum is nearly normal, with a variance of 4/12.
      let bits = random.next()
      let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
      let normal = (Float(sum) * 0x1p-16 - 2) * 1.732_050_8
      // Dense parts let few photons through: there the noise is greater.
      let noisy = grey + noise * normal * (0.5 + grey)
      return UInt8(min(1, max(0, noisy)) * 255 + 0.5)
    }
  }
}
