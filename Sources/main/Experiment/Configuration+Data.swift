import Assembly
import Config
import Imaging
import Training

extension Configuration {
  /// The section `Data` as a plain struct.
  ///
  /// - Parameter needsDataset: Whether it is an error that no data set is named.
  func dataOptions(needsDataset: Bool = true) throws(ConfigError) -> DataOptions {
    let options = settings.recipe.data
    if needsDataset, options.dataset.isEmpty {
      throw absence(
        of: \.recipe.data.dataset,
        "what to learn from is not known: csi or csv (a table, images), folder, idx, cifar10, phantom",
        add: ["dataset = csi", "csv_path = labels.csv", "image_dir = images"])
    }
    if case .percentile(let lower, let upper) = options.intensity, lower >= upper {
      throw rejection(
        of: \.recipe.data.intensity, "the first percentile must be below the second")
    }
    try checkNormalization(options)
    return options
  }

  /// Whether it names the same data as another configuration.
  func hasData(of other: Configuration) -> Bool {
    func place(_ configuration: Configuration) -> [String?] {
      let data = configuration.settings.recipe.data
      return [data.dataset, data.root, data.csvPath, data.imageDirectory, data.imagePattern]
    }
    return place(self) == place(other)
  }

  private func checkNormalization(_ options: DataOptions) throws(ConfigError) {
    guard options.normalizationChoice == .custom else {
      let name = options.normalizationChoice?.rawValue ?? "auto"
      let reason = "it has an effect only with normalization = custom, not \(name)"
      if !options.mean.isEmpty { throw rejection(of: \.recipe.data.mean, reason) }
      if !options.standardDeviation.isEmpty {
        throw rejection(of: \.recipe.data.standardDeviation, reason)
      }
      return
    }
    if options.mean.isEmpty || options.standardDeviation.isEmpty {
      throw rejection(
        of: \.recipe.data.normalizationChoice, "custom needs the keys mean and std as well")
    }
  }
}
