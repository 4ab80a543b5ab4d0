/// Where the axes of a NIfTI's voxels point: towards the patient's right (+x), front (+y) and head (+z).
struct NIfTIAffine: Hashable, Sendable {
  /// One direction (x, y, z) for each of the first three axes.
  let axes: [[Double]]

  /// The affine of `sform` if it has a code, else that of `qform`, else nil (as nibabel chooses).
  init?(_ header: NumberReader) {
    func real(_ start: Int) -> Double { Double(header.float(at: start)) }
    let columns: [[Double]]
    if header.signed(at: 254, width: 2) > 0 {
      columns = (0..<3).map { axis in (0..<3).map { real(280 + 16 * $0 + 4 * axis) } }
    } else if header.signed(at: 252, width: 2) > 0 {
      // A unit quaternion (a, b, c, d) as in nifti1.h; qfac turns the third axis around.
      let (b, c, d) = (real(256), real(260), real(264))
      let a = max(0, 1 - b * b - c * c - d * d).squareRoot()
      let qfac = real(76) < 0 ? -1.0 : 1.0
      columns = [
        [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
        [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
        [
          2 * (b * d + a * c) * qfac, 2 * (c * d - a * b) * qfac,
          (a * a + d * d - b * b - c * c) * qfac,
        ],
      ]
    } else {
      return nil
    }
    axes = columns
  }

  /// Creates an affine from the directions of three axes.
  init(axes: [[Double]]) {
    self.axes = axes
  }

  /// The patient's axis (0 x, 1 y, 2 z) that an axis follows most closely, and whether against it; nil for none.
  private func direction(of axis: Int) -> (patient: Int, isReversed: Bool)? {
    guard axis < 3, axes[axis].allSatisfy(\.isFinite) else { return nil }
    let sizes = axes[axis].map(abs)
    guard let largest = sizes.max(), largest > 0,
      let patient = sizes.firstIndex(of: largest)
    else { return nil }
    return (patient, axes[axis][patient] < 0)
  }

  /// Whether this is what is written when nothing is known: the axes themselves, `numpy.eye(4)` but for sizes.
  private var isPlaceholder: Bool {
    (0..<3).allSatisfy { axis in
      (0..<3).allSatisfy { $0 == axis ? axes[axis][$0] > 0 : axes[axis][$0] == 0 }
    }
  }

  /// How a picture along two axes is shown.
  ///
  /// The patient's right is on the left (in a side view, his front), his head at the top (in a cross-section, his front).
  /// - Returns: nil when the affine does not say.
  func order(of first: Int, _ second: Int) -> PictureOrder? {
    guard !isPlaceholder, let one = direction(of: first), let other = direction(of: second),
      one.patient != other.patient
    else { return nil }
    // The lower of x, y, z runs across the picture, the other one down; both against their sign.
    let isTransposed = one.patient > other.patient
    let (across, down) = isTransposed ? (other, one) : (one, other)
    return PictureOrder(
      isTransposed: isTransposed, reversesColumns: !across.isReversed,
      reversesRows: !down.isReversed)
  }
}
