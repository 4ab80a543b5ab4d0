/// The weights that an architecture is usually started from: where they come from and what their images looked like.
public struct PublishedWeights: Hashable, Sendable {
  /// The file name that `pretrained = true` looks for under `models/pretrained`.
  public let fileName: String
  /// Where their publishers offer them, for people.
  public let publisher: String
  /// The mean of each channel by which their images were normalised, values being 0 to 1; one number for all.
  public let mean: [Float]
  /// The standard deviation of each channel.
  public let deviation: [Float]

  /// Creates a description.
  public init(fileName: String, publisher: String, mean: [Float], deviation: [Float]) {
    self.fileName = fileName
    self.publisher = publisher
    self.mean = mean
    self.deviation = deviation
  }

  /// The first digits of the file's SHA-256, where its name ends in them (`resnet50-11ad3fa6.pth`), as torchvision's
  /// `load_state_dict_from_url(check_hash: True)` has it.
  public var checksumPrefix: String? {
    guard let dash = fileName.lastIndex(of: "-"), let dot = fileName.lastIndex(of: "."), dash < dot
    else { return nil }
    let digits = fileName[fileName.index(after: dash)..<dot]
    return digits.count == 8 && digits.allSatisfy(\.isHexDigit) ? String(digits) : nil
  }

  /// Weights of torchvision's, trained on ImageNet.
  static func torchvision(_ fileName: String) -> PublishedWeights {
    PublishedWeights(
      fileName: fileName, publisher: "https://download.pytorch.org/models/\(fileName)",
      mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
  }
}
