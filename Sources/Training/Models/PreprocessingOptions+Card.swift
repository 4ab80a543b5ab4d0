import Imaging

extension PreprocessingOptions {
  /// How images are prepared, by the names of the `Data` keys, for saved models.
  public var card: [String: String] {
    let constants = normalization.constants(channels: channels)
    func list(_ values: [Float]?) -> String {
      (values ?? []).map { "\($0)" }.joined(separator: ", ")
    }
    return [
      "image_size": "\(size)", "resize": resize.name, "interpolation": interpolation.name,
      "channels": "\(channels)", "intensity": intensity.name,
      "normalization": normalization.name, "mean": list(constants?.mean),
      "std": list(constants?.standardDeviation),
    ]
  }
}
