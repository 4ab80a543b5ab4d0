import Basics

/// Draws one image: body, congestion, obstacles, film.
///
/// Everything is summed as attenuating thickness and turned into grey at the end, as in a
/// radiograph. Distances are relative to the body, so that a picture of any size shows the same.
struct PhantomRenderer {
  // The strengths are thickness; the frequencies are noise cells per half width of the picture.
  // They were set so that a small convolutional network learns the grades from some hundred
  // images, while thumbnails and zone means, which the textures hardly change, tell little.
  private static let networkFrequency: Float = 10
  private static let networkStrength: Float = 0.16
  private static let mottlingFrequency: Float = 7.5
  private static let mottlingStrength: Float = 0.28
  private static let patchFrequency: Float = 3.6
  private static let patchStrength: Float = 0.42
  /// The share of a zone's mean texture that is taken away again.
  private static let compensation: Float = 0.45

  let size: Int
  let anatomy: PhantomAnatomy
  let findings: PhantomFindings
  let pose: PhantomPose
  let source: RandomSource
  private let textures: [PhantomTexture]
  private let haze: [Float]
  private let network: GradientNoise
  private let patches: GradientNoise
  private let tissue: GradientNoise

  init(size: Int, anatomy: PhantomAnatomy, findings: PhantomFindings, source: RandomSource) {
    self.size = size
    self.anatomy = anatomy
    self.findings = findings
    self.source = source
    pose = PhantomPose(source.split("pose"))
    var random = source.split("texture")
    textures = findings.grades.map { PhantomTexture(grade: $0, &random) }
    // Scatter, rotation of the patient and skin folds brighten zones whatever their grade.
    let overall = random.normal(0.03)
    let sides = [random.normal(0.025), random.normal(0.025)]
    haze = Zone.allCases.map { overall + sides[$0.isLeft ? 1 : 0] + random.normal(0.03) }
    network = GradientNoise(source.split("network"))
    patches = GradientNoise(source.split("patches"))
    tissue = GradientNoise(source.split("tissue"))
  }

  /// The grey values of the picture, row by row.
  func pixels() -> [UInt8] {
    var thickness = body()
    addCongestion(to: &thickness)
    addObstacle(to: &thickness)
    addMarker(to: &thickness)
    return FilmResponse(source.split("film")).pixels(of: thickness, noise: source.split("noise"))
  }

  /// The thickness of a body with clear lungs.
  private func body() -> [Float] {
    let bones = bones().values
    let devices = devices().values
    var thickness = [Float](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        let point = pose.body(column: column, row: row, size: size)
        let index = row * size + column
        thickness[index] = bodyThickness(at: point, bones: bones[index]) + devices[index]
      }
    }
    return thickness
  }

  @inline(__always)
  private func bodyThickness(at point: PhantomPoint, bones: Float) -> Float {
    let y = point.y
    let signed = anatomy.fromSpine(point)
    let (x, isLeft) = (abs(signed), signed >= 0)
    let trunk = anatomy.soft.trunk(x, y)
    guard trunk > 0 else { return 0 }
    let lung = anatomy.lung(isLeft: isLeft)
    let air = lung.coverage(x, y)
    let chambers = anatomy.heart.chambers(signed, y)
    let mediastinum = anatomy.heart.mediastinum(signed, y)
    var sum = trunk + bones + 0.05 * tissue.value(point.x * 1.7, point.y * 1.7)
    sum -=
      0.40 * air.mask * air.depth * (1 - 0.5 * min(1, 1.3 * chambers)) * (1 - 0.35 * mediastinum)
    sum += anatomy.heart.thickness(chambers: chambers, mediastinum: mediastinum)
    sum += anatomy.skeleton.spine(signed, y, carinaY: anatomy.heart.carinaY)
    sum += anatomy.skeleton.ribs(
      x, y, cage: lung.lateralX(y + 0.06) + 0.045, isLeft: isLeft,
      aboveDiaphragm: air.aboveDiaphragm)
    sum += anatomy.soft.abdomen(x, y, isLeft: isLeft, lung: lung, above: air.aboveDiaphragm)
    sum += anatomy.soft.breasts(x, y)
    let hilum = square((x - 0.17) / 0.10) + square((y - PhantomAnatomy.hilumY(lung)) / 0.14)
    return sum + 0.09 * max(0, 1 - hilum)
  }

  /// Adds vessels, the textures of the grades and the haze that has nothing to do with them.
  private func addCongestion(to thickness: inout [Float]) {
    let vessels = vessels().values
    let septal = septalLines(textures).values
    let count = size * size
    var masks = [Float](repeating: 0, count: count)
    var values = masks
    var sums = [SIMD3<Float>](repeating: .zero, count: 2)
    var shares = sums
    let rightTextures = (textures[0], textures[2], textures[4])
    let leftTextures = (textures[1], textures[3], textures[5])
    for row in 0..<size {
      for column in 0..<size {
        let point = pose.body(column: column, row: row, size: size)
        let signed = anatomy.fromSpine(point)
        let isLeft = signed >= 0
        let lung = anatomy.lung(isLeft: isLeft)
        var mask = lung.coverage(abs(signed), point.y).mask
        guard mask > 0 else { continue }
        mask *= 1 - 0.6 * min(1, 1.6 * anatomy.heart.chambers(signed, point.y))
        mask *= 1 - 0.6 * anatomy.heart.mediastinum(signed, point.y)
        let weights = lung.zoneWeights(point.y)
        let texture = PhantomTexture.mixture(isLeft ? leftTextures : rightTextures, weights)
        let index = row * size + column
        values[index] =
          textureThickness(texture, at: point) + septal[index] + vessels[index] * texture.vessels
        masks[index] = mask
        sums[isLeft ? 1 : 0] += mask * values[index] * weights
        shares[isLeft ? 1 : 0] += mask * weights
      }
    }
    let means = zip(sums, shares).map { $0 / ($1 + 1e-3) }
    let hazes = [0, 1].map { SIMD3(haze[$0], haze[$0 + 2], haze[$0 + 4]) }
    let corrections = zip(hazes, means).map { $0 - Self.compensation * $1 }
    for row in 0..<size {
      for column in 0..<size where masks[row * size + column] > 0 {
        let index = row * size + column
        let point = pose.body(column: column, row: row, size: size)
        let isLeft = anatomy.fromSpine(point) >= 0
        let weights = anatomy.lung(isLeft: isLeft).zoneWeights(point.y)
        let correction = (weights * corrections[isLeft ? 1 : 0]).sum()
        thickness[index] += masks[index] * (values[index] + correction)
      }
    }
  }

  /// The opacities of a texture at a point of the body.
  @inline(__always)
  private func textureThickness(_ texture: PhantomTexture, at point: PhantomPoint) -> Float {
    let (x, y) = (point.x, point.y)
    var sum: Float = 0
    if texture.network > 0 {
      // The zero lines of the noise form a net.
      let f = Self.networkFrequency
      let ridge = 1 - 2.4 * abs(network.value(x * f, y * f))
      sum += Self.networkStrength * texture.network * max(0, ridge)
    }
    if texture.mottling > 0 {
      let f = Self.mottlingFrequency
      let grain = network.value(y * f + 9.3, x * f + 3.1)
      sum += Self.mottlingStrength * texture.mottling * ramp(-0.1, 0.55, grain)
    }
    if texture.patches > 0 {
      let f = Self.patchFrequency
      let coarse = patches.value(x * f, y * f)
      let fine = patches.value(2.7 * y * f + 5, 2.7 * x * f + 17)
      let threshold = texture.patchThreshold
      sum +=
        Self.patchStrength * texture.patches
        * ramp(threshold - 0.45, threshold + 0.65, coarse + 0.6 * fine)
    }
    return sum
  }
}
