import Basics
import Imaging
import Layers

/// What weights to start from or to score ask of their images; it stands for what the configuration leaves at `auto`.
public struct GivenWeights: Sendable {
  /// The side of the images; nil: the architecture's.
  public var imageSize: Int?
  /// How they were normalised; nil: nothing is known.
  public var normalization: Normalization?

  /// What a model of ours says.
  public init(card: ModelCard) {
    imageSize = card.imageSize
    normalization = Normalization(card: card.preprocessing)
  }

  /// What is known of a file: its own card if it is ours, else a `preprocessor_config.json` beside it (as Hugging Face's
  /// models have), else what its architecture's published weights were trained with.
  public init(path: String, architecture: Architecture, channels: Int) {
    if let card = ModelCard(pathIfOurs: path) {
      self.init(card: card)
      return
    }
    let beside = FilePath.join(FilePath.parent(path), "preprocessor_config.json")
    let published = architecture.weights.flatMap {
      Normalization(mean: $0.mean, standardDeviation: $0.deviation, channels: channels)
    }
    self.init(
      imageSize: nil,
      normalization: Normalization(preprocessorConfig: beside, channels: channels) ?? published)
  }

  private init(imageSize: Int?, normalization: Normalization?) {
    self.imageSize = imageSize
    self.normalization = normalization
  }
}

extension Normalization {
  /// The `image_mean` and `image_std` of a Hugging Face image processor; nil when there are none.
  fileprivate init?(preprocessorConfig path: String, channels: Int) {
    guard let text = try? FileSystem.readText(path), let json = try? JSONValue.parse(text) else {
      return nil
    }
    func numbers(_ key: String) -> [Float] {
      (json[key]?.array ?? []).compactMap { $0.double.map(Float.init) }
    }
    self.init(
      mean: numbers("image_mean"), standardDeviation: numbers("image_std"), channels: channels)
  }

  /// The normalization of these numbers, under its name where it has one; nil when they do not fit.
  ///
  /// - Parameters:
  ///   - mean: One number for all channels, or one per colour; grey images get the colours' average.
  ///   - standardDeviation: As many.
  ///   - channels: 1 or 3.
  fileprivate init?(mean: [Float], standardDeviation: [Float], channels: Int) {
    guard !mean.isEmpty, mean.count == standardDeviation.count else { return nil }
    let named = [Normalization.imagenet, .medical].first { candidate in
      let numbers = candidate.constants(channels: mean.count)
      return numbers?.mean == mean && numbers?.standardDeviation == standardDeviation
    }
    if let named {
      self = named
      return
    }
    func fitted(_ values: [Float]) -> [Float] {
      let isOne = channels == 1 || values.allSatisfy { $0 == values[0] }
      return isOne ? [values.reduce(0, +) / Float(values.count)] : values
    }
    self = .custom(mean: fitted(mean), standardDeviation: fitted(standardDeviation))
    guard constants(channels: channels) != nil else { return nil }
  }
}
