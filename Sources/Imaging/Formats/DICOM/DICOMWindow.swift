import Glibc

/// The values that a DICOM file wants to be shown from black to white (PS3.3, section C.11.2.1).
public struct DICOMWindow: Hashable, Sendable {
  /// How values between become brightness.
  public enum Function: String, Hashable, Sendable {
    /// A straight line over `width - 1` values.
    case linear = "LINEAR"
    /// A straight line over `width` values.
    case exact = "LINEAR_EXACT"
    /// 1 / (1 + exp(-4 (x - centre) / width)).
    case sigmoid = "SIGMOID"
  }

  /// The value in the middle.
  public let center: Double
  /// How many values there are, above 0.
  public let width: Double
  /// How values between become brightness.
  public let function: Function

  /// The first window of a file; nil when there is none.
  init?(_ values: DICOMValues) throws(ImageError) {
    guard let center = try values.decimal(.windowCenter),
      let width = try values.decimal(.windowWidth)
    else { return nil }
    let name = values.texts(.windowFunction)?.first ?? Function.linear.rawValue
    guard let function = Function(rawValue: name) else {
      throw values.error(
        .windowFunction, found: DICOMParser.shown(name),
        expected: "LINEAR, LINEAR_EXACT or SIGMOID")
    }
    guard function == .linear ? width >= 1 : width > 0 else {
      throw values.error(
        .windowWidth, found: "\(width)", expected: function == .linear ? "at least 1" : "above 0")
    }
    self.center = center
    self.width = width
    self.function = function
  }

  /// The brightness of a value, from 0 to 1.
  func unit(_ value: Double) -> Double {
    switch function {
    case .linear:
      let (middle, extent) = (center - 0.5, width - 1)
      if value <= middle - extent / 2 { return 0 }
      if value > middle + extent / 2 { return 1 }
      return min(max((value - middle) / extent + 0.5, 0), 1)
    case .exact:
      if value <= center - width / 2 { return 0 }
      if value > center + width / 2 { return 1 }
      return min(max((value - center) / width + 0.5, 0), 1)
    case .sigmoid:
      return 1 / (1 + exp(-4 * (value - center) / width))
    }
  }
}
