/// The endings by which files are known to be images before they are opened.
public enum ImageFileName {
  /// The endings, in lower case.
  public static let endings = ["png", "jpg", "jpeg", "nii.gz", "nii", "dcm", "dicom"]

  /// A name without the ending of an image, and the ending in lower case: `7.NII.gz` gives `7` and `nii.gz`.
  ///
  /// - Parameter name: the last component of a path.
  /// - Returns: nil when the name does not end like an image.
  public static func parts(of name: String) -> (stem: String, ending: String)? {
    let lowercased = name.lowercased()
    for ending in endings where lowercased.hasSuffix(".\(ending)") {
      let stem = name.dropLast(ending.count + 1)
      if !stem.isEmpty { return (String(stem), ending) }
    }
    return nil
  }

  /// Whether a name ends like one of an image.
  public static func isImage(_ name: String) -> Bool { parts(of: name) != nil }
}
