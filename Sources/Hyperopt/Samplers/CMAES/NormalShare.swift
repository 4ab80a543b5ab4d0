import Glibc

/// The share of a standard normal distribution below a point.
func normalShare(_ point: Double) -> Double {
  0.5 * erfc(-point / 2.0.squareRoot())
}

/// The point below which a share of a standard normal distribution lies; infinite for the shares 0 and 1.
///
/// Source: Acklam's rational approximation (1.15e-9), and one step of Halley's method, which makes it exact to rounding.
func normalQuantile(_ share: Double) -> Double {
  guard share > 0 else { return -.infinity }
  guard share < 1 else { return .infinity }
  // Below one half the complement loses no digits.
  if share > 0.5 { return -normalQuantile(1 - share) }
  let start: Double
  if share < 0.02425 {
    let q = (-2 * log(share)).squareRoot()
    let top =
      ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
        - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783
    let bottom =
      (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
        + 3.754408661907416) * q + 1
    start = top / bottom
  } else {
    let q = share - 0.5
    let r = q * q
    let top =
      ((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
        + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239
    let bottom =
      ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
        + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1
    start = top * q / bottom
  }
  // Divided by the density, as logarithms: far out both are tiny.
  let error = normalShare(start) - share
  let newton = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
  return start - newton / (1 + start * newton / 2)
}
