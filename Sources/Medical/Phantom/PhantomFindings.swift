import Basics

/// What is to be seen in an image: the congestion of each zone, and what hides zones.
struct PhantomFindings {
  /// Something visible that makes zones ungradable.
  enum Obstacle: CaseIterable {
    /// Pleural fluid over the base of one lung, with a meniscus.
    case effusion
    /// A pad or a device on the skin.
    case pad
    /// The picture is cut off above or below.
    case collimation
    /// A blackened field, as left by de-identification.
    case blackout
    /// The chin lies over both apices.
    case chin
  }

  /// The grades that the textures show, 0 to 3.
  private(set) var grades: [Int] = []
  /// What hides the zones of `hidden`, if anything does.
  private(set) var obstacle: Obstacle?
  /// The zones that cannot be graded.
  private(set) var hidden: [Zone] = []

  /// Grades, 4 for hidden zones.
  var labels: [Int] {
    Zone.allCases.map {
      hidden.contains($0) ? CongestionGrade.unknown.rawValue : grades[$0.rawValue]
    }
  }

  /// Draws the findings of one image.
  ///
  /// Congestion is a latent normal variable: a level of the patient, more in the lower zones, a
  /// difference of the sides, an offset of each zone, and a small change from image to image.
  /// - Parameters:
  ///   - patient: shared by the patient's images.
  ///   - image: the image's own.
  init(patient: RandomSource, image: RandomSource) {
    var stable = patient.split("congestion")
    var drifting = image.split("congestion")
    let level = stable.normal(0.88)
    let lean = stable.normal(0.18)
    for zone in Zone.allCases {
      let gravity = 0.20 * Float(zone.row - 1)
      let side = zone.isLeft ? -lean : lean
      let latent = level + gravity + side + stable.normal(0.42) + drifting.normal(0.20)
      grades.append(Self.grade(latent))
    }
    var covered = image.split("obstacle")
    if covered.nextBool(probability: 0.19) { obstruct(&covered) }
  }

  /// Cut so that about 30, 28, 23 and 14 per cent fall into the grades.
  private static func grade(_ latent: Float) -> Int {
    latent < -0.52 ? 0 : latent < 0.22 ? 1 : latent < 1.07 ? 2 : 3
  }

  private mutating func obstruct(_ random: inout RandomSource) {
    let chosen = Obstacle.allCases[random.nextInt(below: Obstacle.allCases.count)]
    obstacle = chosen
    switch chosen {
    case .effusion:
      let isLeft = random.nextBool()
      let isLarge = random.nextBool(probability: 0.3)
      hidden = isLeft ? [.leftInferior] : [.rightInferior]
      if isLarge { hidden.append(isLeft ? .leftMiddle : .rightMiddle) }
    case .pad:
      // Pacemakers and pads mostly lie on the left.
      let places: [Zone] = [
        .leftSuperior, .leftSuperior, .rightSuperior, .rightMiddle, .leftMiddle, .leftInferior,
      ]
      hidden = [places[random.nextInt(below: places.count)]]
    case .collimation:
      let cutsTop = random.nextBool(probability: 1 / 3)
      hidden = cutsTop ? [.rightSuperior, .leftSuperior] : [.rightInferior, .leftInferior]
    case .blackout:
      hidden = [Zone.allCases[random.nextInt(below: Zone.count)]]
    case .chin:
      hidden = [.rightSuperior, .leftSuperior]
    }
  }
}
