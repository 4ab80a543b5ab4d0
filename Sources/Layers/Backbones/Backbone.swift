import Autograd
import TensorCore

/// The part of an architecture that turns images into features; pooling and a head come after it.
public protocol Backbone: Layer {
  /// The number of features, the last extent of the output.
  var featureCount: Int { get }

  /// How the output becomes one vector per image.
  var pooling: FeaturePooling { get }
}

/// How a backbone's output becomes one vector per image.
public enum FeaturePooling: Hashable, Sendable {
  /// The output is a map (batch, height, width, features): its mean over the image.
  case globalAverage
  /// The output is tokens (batch, 1 + height x width, features) of which the first stands for the image; the others are
  /// those of a grid, row by row.
  case classToken(grid: Extent)
  /// The output is one vector per image already: (batch, features).
  case none
}
