import Basics
import Glibc

// What is drawn as strokes: vessels, septal lines, bones, tubes, the marker of the side.
extension PhantomRenderer {
  func vessels() -> ThicknessPlane {
    var plane = ThicknessPlane(size: size)
    for vessel in anatomy.vessels {
      // Vessels thinner than a pixel fade, but do not vanish.
      let radius = max(0.55, 1.25 * pose.pixels(vessel.radius, size: size))
      plane.stroke(
        from: pose.pixel(vessel.start, size: size), to: pose.pixel(vessel.end, size: size),
        radius: radius, thickness: 0.13 * vessel.radius / 0.016)
    }
    return plane
  }

  func septalLines(_ textures: [PhantomTexture]) -> ThicknessPlane {
    var plane = ThicknessPlane(size: size)
    var random = source.split("septal lines")
    let radius = max(0.7, pose.pixels(0.008, size: size))
    for zone in Zone.allCases {
      let lung = anatomy.lung(isLeft: zone.isLeft)
      let side: Float = zone.isLeft ? 1 : -1
      for _ in 0..<Int(textures[zone.rawValue].septalLines) {
        let y = lung.apexY + lung.height * (0.06 + 0.32 * (Float(zone.row) + random.nextFloat()))
        let x = blend(0.26, lung.width - 0.04, random.uniform(0.35, 1))
        let length = random.uniform(0.04, 0.08)
        let angle = random.normal(0.35)
        let start = PhantomPoint(x: side * x, y: y)
        let end = PhantomPoint(
          x: side * (x + length * cosf(angle)), y: y + length * sinf(angle))
        plane.stroke(
          from: pose.pixel(start, size: size), to: pose.pixel(end, size: size), radius: radius,
          thickness: 0.10, profile: .soft)
      }
    }
    return plane
  }

  /// Clavicles, scapulae and upper arms, whose position changes from image to image.
  func bones() -> ThicknessPlane {
    var plane = ThicknessPlane(size: size)
    var random = source.split("bones")
    for isLeft in [false, true] {
      let lung = anatomy.lung(isLeft: isLeft)
      let side: Float = isLeft ? 1 : -1
      let lift = random.normal(0.03)
      let innerY = lung.apexY + 0.20 + random.normal(0.02)
      let clavicle = (0...10).map { step in
        let f = Float(step) / 10
        return PhantomPoint(
          x: side * blend(0.07, 0.92, f),
          y: innerY - (0.20 + lift) * f - 0.06 * sinf(6 * f) * (1 - 0.4 * f))
      }
      draw(clavicle, radius: 0.035, thickness: 0.15, on: &plane)
      let x = lung.width + random.uniform(-0.04, 0.10)
      let y = lung.apexY
      func point(_ x: Float, _ y: Float) -> PhantomPoint { PhantomPoint(x: side * x, y: y) }
      let (angle, tip) = (point(x + 0.06, y + 0.15), point(1, y + 0.10))
      let lower = point(x + 0.04, y + 0.72)
      draw([angle, point(x - 0.02, y + 0.40), lower], radius: 0.02, thickness: 0.07, on: &plane)
      draw([lower, tip], radius: 0.05, thickness: 0.06, profile: .soft, on: &plane)
      draw([angle, tip], radius: 0.05, thickness: 0.09, on: &plane)
      draw(
        [point(1.08, y + 0.08), point(1.1, y + 0.12)], radius: 0.12, thickness: 0.16, on: &plane)
      draw(
        [point(1.12, y + 0.12), point(1.22, y + 0.9)], radius: 0.07, thickness: 0.14, on: &plane)
    }
    return plane
  }

  /// Tubes and leads that cross the chest and hide nothing.
  func devices() -> ThicknessPlane {
    var plane = ThicknessPlane(size: size)
    var random = source.split("devices")
    for probability in [0.35, 0.25] where random.nextBool(probability: probability) {
      var path = [PhantomPoint(x: random.uniform(-0.9, 0.9), y: -1.1)]
      var direction = random.uniform(1.2, 1.9)
      let bend = random.normal(0.06)
      for _ in 0..<(8 + random.nextInt(below: 18)) {
        direction += bend + random.normal(0.05)
        let last = path[path.count - 1]
        path.append(
          PhantomPoint(x: last.x + 0.07 * cosf(direction), y: last.y + 0.07 * sinf(direction)))
      }
      draw(
        path, radius: random.uniform(0.008, 0.016), thickness: random.uniform(0.10, 0.20),
        on: &plane)
    }
    return plane
  }

  /// A lead letter on the film: R beside the right, or L beside the left shoulder.
  func addMarker(to thickness: inout [Float]) {
    var random = source.split("marker")
    guard random.nextBool(probability: 0.7) else { return }
    let isLeft = random.nextBool()
    let letter: [[(Float, Float)]] =
      isLeft
      ? [[(0, 0), (0, 1), (0.6, 1)]]
      : [[(0, 1), (0, 0), (0.5, 0), (0.6, 0.25), (0.5, 0.5), (0, 0.5)], [(0.25, 0.5), (0.6, 1)]]
    let height = random.uniform(0.045, 0.065) * Float(size)
    let left = (isLeft ? random.uniform(0.88, 0.93) : random.uniform(0.04, 0.09)) * Float(size)
    let top = random.uniform(0.05, 0.16) * Float(size)
    var plane = ThicknessPlane(size: size)
    for line in letter {
      let points = line.map { PhantomPoint(x: left + $0.0 * height, y: top + $0.1 * height) }
      for (start, end) in zip(points, points.dropFirst()) {
        plane.stroke(from: start, to: end, radius: max(0.8, 0.1 * height), thickness: 1)
      }
    }
    for index in thickness.indices where plane.values[index] > 0 {
      thickness[index] = max(thickness[index], 1.3 * plane.values[index])
    }
  }

  private func draw(
    _ points: [PhantomPoint], radius: Float, thickness: Float,
    profile: ThicknessPlane.Profile = .tube, on plane: inout ThicknessPlane
  ) {
    let pixels = max(0.8, pose.pixels(radius, size: size))
    for (start, end) in zip(points, points.dropFirst()) {
      plane.stroke(
        from: pose.pixel(start, size: size), to: pose.pixel(end, size: size), radius: pixels,
        thickness: thickness, profile: profile)
    }
  }
}
