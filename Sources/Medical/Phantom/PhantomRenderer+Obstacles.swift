import Basics

// What hides zones.
extension PhantomRenderer {
  /// Far below the film's range: where no rays arrive, or pixels were blackened.
  private static let black: Float = -2

  /// Covers the hidden zones with what hides them.
  func addObstacle(to thickness: inout [Float]) {
    guard let obstacle = findings.obstacle else { return }
    var random = source.split("obstacle shape")
    let cover = Cover(obstacle, hidden: findings.hidden, anatomy: anatomy, &random)
    for row in 0..<size {
      for column in 0..<size {
        let index = row * size + column
        let point = pose.body(column: column, row: row, size: size)
        thickness[index] = cover.covered(thickness[index], at: point)
      }
    }
  }

  /// The shape of one obstacle.
  private struct Cover {
    let obstacle: PhantomFindings.Obstacle
    let hidden: [Zone]
    let anatomy: PhantomAnatomy
    let tilt: Float
    let shift: PhantomPoint
    let half: PhantomPoint
    let density: Float

    init(
      _ obstacle: PhantomFindings.Obstacle, hidden: [Zone], anatomy: PhantomAnatomy,
      _ random: inout RandomSource
    ) {
      self.obstacle = obstacle
      self.hidden = hidden
      self.anatomy = anatomy
      tilt = random.normal(0.05)
      shift = PhantomPoint(x: random.normal(0.03), y: random.normal(0.02))
      half = PhantomPoint(x: random.uniform(0.17, 0.21), y: random.uniform(0.18, 0.22))
      density = random.uniform(1.15, 1.20)
    }

    func covered(_ thickness: Float, at point: PhantomPoint) -> Float {
      let signed = anatomy.fromSpine(point)
      let (x, y, isLeft) = (abs(signed), point.y, signed >= 0)
      let lung = anatomy.lung(isLeft: isLeft)
      switch obstacle {
      case .effusion: return effusion(thickness, x, y, lung, isLeft: isLeft)
      case .pad, .blackout:
        guard hidden[0].isLeft == isLeft else { return thickness }
        let (dx, dy) = (x - 0.37 - shift.x, y - lung.middleY(row: hidden[0].row) - shift.y)
        let slanted = dy - tilt * dx
        return obstacle == .pad
          ? pad(thickness, dx / half.x, slanted / half.y)
          : abs(dx) < 1.15 * half.x && abs(dy) < half.y ? PhantomRenderer.black : thickness
      case .collimation:
        let edge = point.y + tilt * point.x
        let cutsTop = hidden.contains(.rightSuperior)
        let limit =
          cutsTop
          ? max(anatomy.right.apexY, anatomy.left.apexY) + 0.34 * anatomy.right.height
          : anatomy.right.domeY - 0.30 * anatomy.right.height
        return (edge < limit + shift.y) == cutsTop ? PhantomRenderer.black : thickness
      case .chin:
        let q = 1 - square((signed - shift.x) / 0.72) - square((y + 0.98) / (0.56 + shift.y))
        let jaw = 0.74 + 0.10 * ramp(0.05, 0.5, q)
        return blend(thickness, max(thickness, jaw), ramp(0, 0.25, q))
      }
    }

    private func effusion(
      _ thickness: Float, _ x: Float, _ y: Float, _ lung: PhantomLung, isLeft: Bool
    ) -> Float {
      guard hidden.contains(isLeft ? .leftInferior : .rightInferior) else { return thickness }
      let isLarge = hidden.contains(isLeft ? .leftMiddle : .rightMiddle)
      let level = lung.apexY + lung.height * (isLarge ? 0.34 : 0.60) + shift.y
      // The fluid climbs along the chest wall.
      let surface = level + 0.10 * ramp(lung.width, 0.25, x) + tilt * (x - 0.4)
      let share = ramp(surface - 0.05, surface + 0.09, y) * lung.coverage(x, y).mask
      return blend(thickness, max(thickness, 0.80) + 0.02 * (thickness - 0.5), share)
    }

    private func pad(_ thickness: Float, _ u: Float, _ v: Float) -> Float {
      let share = ramp(1.08, 0.98, square(square(u)) + square(square(v)))
      let reach = max(abs(u), abs(v))
      let groove = ramp(0.80, 0.84, reach) * ramp(0.90, 0.86, reach)
      return blend(thickness, density, 0.97 * share) - 0.10 * groove * share
    }
  }
}
