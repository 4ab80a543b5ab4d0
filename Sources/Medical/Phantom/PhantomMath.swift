// Small functions of the inner loops, free ones because they are formulas, not behaviour.

/// Hermite's step from 0 at `start` to 1 at `end`; falling if `end` lies before `start`.
@inline(__always)
func ramp(_ start: Float, _ end: Float, _ x: Float) -> Float {
  // The bounds mostly are constants, whose reciprocal the compiler computes.
  let t = min(1, max(0, (x - start) * (1 / (end - start))))
  return t * t * (3 - 2 * t)
}

/// From `a` at 0 to `b` at 1 along a straight line.
@inline(__always)
func blend(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

@inline(__always)
func square(_ x: Float) -> Float { x * x }

/// The relative path length through an ellipsoid: 1 in the middle, 0 at the rim and outside.
@inline(__always)
func dome(_ x: Float, _ y: Float) -> Float {
  let q = 1 - x * x - y * y
  return q > 0 ? q.squareRoot() : 0
}

/// The largest integer not above `x`, for |x| below 65,536 (the library call is slow here).
@inline(__always)
func floorInt(_ x: Float) -> Int { Int(x + 65_536) - 65_536 }

/// A position: x to the right of the picture, y down.
struct PhantomPoint: Hashable, Sendable {
  var x: Float
  var y: Float
}
