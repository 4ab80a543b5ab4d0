import Basics

/// What congestion of a grade looks like: interstitial lines first, then mottling, then patches.
struct PhantomTexture {
  /// The strength of the fine reticular network.
  var network: Float
  /// The number of short septal (Kerley) lines in a zone.
  var septalLines: Float
  /// The strength of peribronchial mottling, of medium grain.
  var mottling: Float
  /// The strength of alveolar patches, of coarse grain.
  var patches: Float
  /// Where the noise under the patches starts to count; lower means more of them.
  var patchThreshold: Float
  /// The contrast of vessels, which drown in fluid.
  var vessels: Float

  /// The texture of a grade, varied a little.
  init(grade: Int, _ random: inout RandomSource) {
    switch grade {
    case 0: self.init(0, septalLines: 0, mottling: 0, patches: 0, threshold: 0.1, vessels: 1)
    case 1: self.init(0.9, septalLines: 5, mottling: 0, patches: 0, threshold: 0.1, vessels: 1.1)
    case 2:
      self.init(0.7, septalLines: 9, mottling: 0.9, patches: 0, threshold: 0.1, vessels: 0.8)
    default:
      self.init(0.3, septalLines: 3, mottling: 0.3, patches: 1, threshold: 0.05, vessels: 0.4)
    }
    network *= random.uniform(0.85, 1.15)
    septalLines *= random.uniform(0.7, 1.3)
    mottling *= random.uniform(0.85, 1.15)
    patches *= random.uniform(0.85, 1.15)
    patchThreshold += random.normal(0.03)
  }

  private init(
    _ network: Float, septalLines: Float, mottling: Float, patches: Float, threshold: Float,
    vessels: Float
  ) {
    self.network = network
    self.septalLines = septalLines
    self.mottling = mottling
    self.patches = patches
    patchThreshold = threshold
    self.vessels = vessels
  }

  /// The mixture of an upper, a middle and a lower texture of one lung.
  @inline(__always)
  static func mixture(
    _ textures: (PhantomTexture, PhantomTexture, PhantomTexture), _ weights: SIMD3<Float>
  ) -> PhantomTexture {
    @inline(__always)
    func mixed(_ property: (PhantomTexture) -> Float) -> Float {
      weights.x * property(textures.0) + weights.y * property(textures.1)
        + weights.z * property(textures.2)
    }
    return PhantomTexture(
      mixed { $0.network }, septalLines: 0, mottling: mixed { $0.mottling },
      patches: mixed { $0.patches }, threshold: mixed { $0.patchThreshold },
      vessels: mixed { $0.vessels })
  }
}
