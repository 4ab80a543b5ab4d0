import Layers

extension Zone {
  /// Where the zone lies in a radiograph: a third of its height, half of its width, as `ZoneGrid` has it.
  public var region: ImageRegion {
    ImageRegion(row: row, of: 3, column: isLeft ? 1 : 0, of: 2)
  }

  /// The regions of a head's zones.
  ///
  /// - Parameter names: Six names of zones in any order; or any six names, taken to be in the standard order.
  /// - Returns: nil when there are not six.
  public static func regions(of names: [String]) -> [ImageRegion]? {
    guard names.count == count else { return nil }
    let known = names.compactMap { name in allCases.first { $0.name == name } }
    return (known.count == count ? known : allCases).map(\.region)
  }
}
