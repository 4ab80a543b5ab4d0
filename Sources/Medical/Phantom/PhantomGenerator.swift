import Basics
import Imaging

/// Makes chest-X-ray phantoms: drawings of a chest whose six zones have known congestion.
///
/// Everything about image k follows from the seed and k alone, whatever the number of images and
/// the order of the calls; the same patient's images differ in pose, exposure and texture.
public struct PhantomGenerator: Sendable {
  /// The version of the drawings; it changes when the pixels of any seed do.
  public static let version = 1

  /// What the images are made with.
  public let options: PhantomOptions

  private let root: RandomSource

  /// Creates a generator.
  public init(_ options: PhantomOptions) {
    self.options = options
    root = RandomSource(seed: options.seed).split("phantom")
  }

  /// The row of an image, without drawing it.
  ///
  /// - Parameter index: from 0 to `options.count` - 1.
  public func record(_ index: Int) -> PhantomRecord {
    record(index, labels: findings(index).labels)
  }

  /// Draws an image.
  ///
  /// - Parameter index: from 0 to `options.count` - 1.
  /// - Returns: the 8-bit grey picture of `options.size` squared pixels, and its row.
  public func render(_ index: Int) -> (image: Image, record: PhantomRecord) {
    let findings = findings(index)
    let renderer = PhantomRenderer(
      size: options.size,
      anatomy: PhantomAnatomy(patientSource(index).split("anatomy")), findings: findings,
      source: imageSource(index))
    let image = Image(
      width: options.size, height: options.size, channels: 1, pixels: renderer.pixels())
    return (image, record(index, labels: findings.labels))
  }

  private func record(_ index: Int, labels: [Int]) -> PhantomRecord {
    var choice = imageSource(index).split("format")
    return PhantomRecord(
      index: index, id: "phantom_\(Self.padded(index, 5))",
      patientID: "patient_\(Self.padded(patient(index), 5))", labels: labels,
      format: choice.nextBool(probability: options.jpegFraction) ? .jpeg : .png)
  }

  private func findings(_ index: Int) -> PhantomFindings {
    PhantomFindings(patient: patientSource(index), image: imageSource(index))
  }

  private func imageSource(_ index: Int) -> RandomSource {
    precondition(
      (0..<options.count).contains(index), "phantom \(index) of a set of \(options.count)")
    return root.split("image").split(index)
  }

  private func patientSource(_ index: Int) -> RandomSource {
    root.split("patient").split(patient(index))
  }

  /// The patient of an image.
  ///
  /// Each run of six images belongs to three patients with one, two and three images in some
  /// order, or with two each: so the patient is known without looking at the images before.
  private func patient(_ index: Int) -> Int {
    let (block, place) = index.quotientAndRemainder(dividingBy: 6)
    let shares = [
      [1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1], [2, 2, 2],
    ]
    var random = root.split("block").split(block)
    let share = shares[random.nextInt(below: shares.count)]
    return 3 * block + (place < share[0] ? 0 : place < share[0] + share[1] ? 1 : 2)
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
