import Imaging
import Layers

extension RegionMask {
  /// The regions of an image that is not part of a data set.
  ///
  /// - Parameters:
  ///   - masks: for each column of the grid a picture of what may belong to it; nil: none of it.
  ///   - preprocessing: what the image was prepared with.
  ///   - regions: the grid's cells.
  public init?(
    masks: [Image?], preprocessing: PreprocessingOptions, regions: [ImageRegion]
  ) {
    guard masks.contains(where: { $0 != nil }) else { return nil }
    self = RegionMarks(masks, preprocessing: preprocessing).mask(over: regions)
  }

  /// The regions of the image after augmentation; what comes from beyond its edges belongs to none.
  ///
  /// - Parameters:
  ///   - geometry: from pixel positions now to those before; nil: nothing has moved.
  ///   - mirroredGroups: for each group the one whose place it takes in a mirrored image, as its label does; nil: groups
  ///     have no sides.
  public func following(_ geometry: AffineMap?, mirroredGroups: [Int]?) -> RegionMask {
    guard let geometry, geometry != .identity else { return self }
    return moved(takingPlaceOf: geometry.isMirrored ? mirroredGroups : nil) { x, y in
      let (x, y) = (Double(x), Double(y))
      // The nearest pixel: a group has a pixel or has it not.
      return (
        x: (geometry.a * x + geometry.b * y + geometry.c).rounded(),
        y: (geometry.d * x + geometry.e * y + geometry.f).rounded()
      )
    }
  }
}
