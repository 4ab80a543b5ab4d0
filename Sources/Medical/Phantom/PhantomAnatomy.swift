import Basics

/// The body of one patient, the same in all his images.
struct PhantomAnatomy {
  let right: PhantomLung
  let left: PhantomLung
  let heart: PhantomHeart
  let skeleton: PhantomSkeleton
  let soft: PhantomSoftTissue
  let vessels: [PhantomVessel]
  private let curvature: Float

  init(_ source: RandomSource) {
    var random = source
    let width = random.uniform(0.70, 0.80)
    let apexY = random.uniform(-0.80, -0.70)
    let domeY = random.uniform(0.36, 0.56)
    right = PhantomLung(width: width, apexY: apexY, domeY: domeY, &random)
    // The heart pushes the left half of the diaphragm down.
    left = PhantomLung(width: width, apexY: apexY, domeY: domeY + 0.05, &random)
    heart = PhantomHeart(diaphragmY: domeY, &random)
    skeleton = PhantomSkeleton(&random)
    soft = PhantomSoftTissue(lungWidth: width, diaphragmY: domeY, &random)
    curvature = random.normal(0.02)
    vessels = [right, left].enumerated().flatMap { side, lung in
      var own = source.split("vessels").split(side)
      return PhantomVessel.tree(hilumY: Self.hilumY(lung), isLeft: side == 1, &own)
    }
  }

  /// The lung of a side.
  @inline(__always)
  func lung(isLeft: Bool) -> PhantomLung { isLeft ? left : right }

  /// The lateral position relative to a slightly curved spine.
  @inline(__always)
  func fromSpine(_ point: PhantomPoint) -> Float {
    point.x - curvature * point.y * (1.2 - 0.5 * point.y * point.y)
  }

  /// The height at which vessels and bronchi enter a lung.
  @inline(__always)
  static func hilumY(_ lung: PhantomLung) -> Float { lung.domeY - 0.51 }
}
