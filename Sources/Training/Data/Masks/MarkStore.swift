import Basics
import Imaging
import Layers

/// The marks of a data set's images, each read once.
final class MarkStore: Sendable {
  private struct State: Sendable {
    var marks: [Int: RegionMarks?] = [:]
    /// Images of which some region has no mark, by the number of such regions.
    var fallbacks: [Int: Int] = [:]
  }

  private let dataset: any ImageDataset
  private let preprocessing: PreprocessingOptions
  private let state = Monitor(State())

  init(dataset: any ImageDataset, preprocessing: PreprocessingOptions) {
    self.dataset = dataset
    self.preprocessing = preprocessing
  }

  /// The regions of an image before augmentation; nil when nothing of it is marked.
  ///
  /// - Parameters:
  ///   - index: a position in the data set.
  ///   - regions: the grid's cells.
  func mask(of index: Int, over regions: [ImageRegion]) throws(DataError) -> RegionMask? {
    guard let mask = try marks(of: index)?.mask(over: regions) else { return nil }
    if mask.fallbackCount > 0 { state.update { $0.fallbacks[index] = mask.fallbackCount } }
    return mask
  }

  /// Remarks for people, one line each.
  var notices: [String] {
    let fallbacks = state.update { $0.fallbacks }
    guard !fallbacks.isEmpty else { return [] }
    let zones = fallbacks.values.reduce(0, +)
    return [
      "\(NumberText.count(zones, "zone")) of \(NumberText.count(fallbacks.count, "image")) have no "
        + "pixel of a mask: the whole cell is used there"
    ]
  }

  private func marks(of index: Int) throws(DataError) -> RegionMarks? {
    if let known = state.update({ $0.marks[index] }) { return known }
    let masks = try dataset.masks(at: index)
    let marks =
      masks.contains { $0 != nil } ? RegionMarks(masks, preprocessing: preprocessing) : nil
    state.update { $0.marks[index] = .some(marks) }
    return marks
  }
}
