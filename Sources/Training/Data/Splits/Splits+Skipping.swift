extension Splits {
  /// The same splits without broken images, with a remark that lists them.
  ///
  /// - Throws: an error if no sample to train on is left.
  public func leavingOut(
    _ broken: [ImageInspection.BrokenImage]
  ) throws(DataError) -> Splits {
    guard !broken.isEmpty else { return self }
    var result = removing(Set(broken.map(\.index)))
    result.notices.append(
      "left out \(broken.count) broken image\(broken.count == 1 ? "" : "s"): "
        + broken.map(\.error.description).joined(separator: "; "))
    guard !result.train.isEmpty else {
      throw DataError(.empty(reason: "every image to train on is broken"))
    }
    return result
  }
}
