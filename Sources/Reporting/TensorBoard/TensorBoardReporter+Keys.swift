import Basics

extension TensorBoardReporter {
  /// The keys of `[Logging]` for TensorBoard.
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Logging", name: "tensorboard", kind: .boolean, default: "true",
      summary: "write TensorBoard's event files, logs/events.out.tfevents.*"),
    DeclaredKey(
      section: "Logging", name: "tensorboard_histograms", kind: .integer(atLeast: 0),
      default: "0",
      summary: "write distributions of weights and gradients every so many epochs; 0: never"),
    DeclaredKey(
      section: "Logging", name: "tensorboard_images", kind: .integer(0...1000), default: "0",
      summary: "show so many training images, augmented as the network sees them"),
  ]
}
