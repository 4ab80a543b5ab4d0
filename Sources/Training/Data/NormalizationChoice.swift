import Basics
import Imaging

/// The word for a normalisation; the numbers of a custom one stand beside it.
public enum NormalizationChoice: String, CaseIterable, Hashable, Sendable, KeyConvertible {
  /// ImageNet's means and deviations.
  case imagenet
  /// 0.5 and 0.5.
  case medical
  /// 0 and 1.
  case simple
  /// `DataOptions.mean` and `DataOptions.standardDeviation`.
  case custom
}

extension DataOptions {
  /// The normalisation; nil: that of the weights, else the data set's own.
  public var normalization: Normalization? {
    get {
      switch normalizationChoice {
      case .imagenet: .imagenet
      case .medical: .medical
      case .simple: .simple
      case .custom:
        .custom(mean: mean.map(Float.init), standardDeviation: standardDeviation.map(Float.init))
      case nil: nil
      }
    }
    set {
      normalizationChoice = newValue.flatMap { NormalizationChoice(rawValue: $0.name) }
      guard case .custom(let mean, let deviation) = newValue else { return }
      // The shortest decimals of the floats: 0.485, not 0.485000014305.
      self.mean = mean.compactMap { Double("\($0)") }
      standardDeviation = deviation.compactMap { Double("\($0)") }
    }
  }
}
