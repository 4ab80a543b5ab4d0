import Basics
import Glibc

/// A marked number of an axis.
struct Tick: Hashable {
  let value: Double
  let text: String

  /// Multiples of 1, 2 or 5 times a power of ten.
  static func linear(from lower: Double, to upper: Double, wanted: Int, isWhole: Bool) -> [Tick] {
    let span = upper - lower
    guard span > 0, span.isFinite else { return [] }
    let rough = span / Double(max(wanted, 1))
    let power = pow(10, floor(log10(rough)))
    guard power > 0, power.isFinite else { return [] }
    var step = power
    for factor in [1.0, 2, 5, 10] where factor * power >= rough * 0.85 {
      step = factor * power
      break
    }
    if isWhole { step = max(1, step.rounded()) }
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    guard first.isFinite, last - first < 200, abs(first) < 1e15 else { return [] }
    var count = 0
    var ticks: [Tick] = []
    while first + Double(count) <= last {
      // Adding 0 turns -0 into 0.
      let value = (first + Double(count)) * step + 0
      ticks.append(
        Tick(value: value, text: text(of: value, step: step, largest: max(abs(lower), abs(upper)))))
      count += 1
    }
    return ticks
  }

  /// Powers of ten; with 2 and 5 times of them where there are few, evenly spaced numbers where there are none.
  static func logarithmic(from lower: Double, to upper: Double, wanted: Int) -> [Tick] {
    let (first, last) = (log10(lower), log10(upper))
    guard first.isFinite, last.isFinite, last >= first else { return [] }
    let powers = Int((first - 1e-9).rounded(.down))...Int((last + 1e-9).rounded(.up))
    func isInside(_ mark: Mark) -> Bool {
      mark.logarithm >= first - 1e-9 && mark.logarithm <= last + 1e-9
    }
    let decades = powers.map { Mark(factor: 1, power: $0) }.filter(isInside)
    if decades.count >= 3 {
      let every = max(1, Int((Double(decades.count) / Double(max(wanted, 1))).rounded(.up)))
      return texts(of: decades.filter { $0.power % every == 0 })
    }
    let between = powers.flatMap { power in
      [1, 2, 5].map { Mark(factor: $0, power: power) }
    }.filter(isInside)
    if between.count >= 2 { return texts(of: between) }
    return linear(from: lower, to: upper, wanted: wanted, isWhole: false)
  }

  /// A round number of a logarithmic axis.
  private struct Mark {
    let factor: Int
    let power: Int

    var logarithm: Double { log10(Double(factor)) + Double(power) }
    var value: Double { Double(factor) * pow(10, Double(power)) }
  }

  /// Plain numbers where all are short, else all as powers.
  private static func texts(of marks: [Mark]) -> [Tick] {
    let isPlain = marks.allSatisfy { (-3...4).contains($0.power) }
    return marks.map { mark in
      guard !isPlain else {
        return Tick(
          value: mark.value, text: NumberText.fixed(mark.value, decimals: max(0, -mark.power)))
      }
      let factor = mark.factor == 1 ? "" : "\(mark.factor) \u{D7} "
      return Tick(value: mark.value, text: factor + "10" + raised(mark.power))
    }
  }

  private static func text(of value: Double, step: Double, largest: Double) -> String {
    let (size, fine) = (floor(log10(largest)), floor(log10(step) + 1e-9))
    if size >= 6 || size < -3 {
      let power = Int(size)
      let decimals = max(0, min(12, power - Int(fine)))
      let number = NumberText.fixed(value / pow(10, Double(power)), decimals: decimals)
      return value == 0 ? "0" : minus(number) + " \u{D7} 10" + raised(power)
    }
    return minus(NumberText.fixed(value, decimals: max(0, min(12, -Int(fine)))))
  }

  private static func minus(_ text: String) -> String {
    text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }

  private static func raised(_ power: Int) -> String {
    let digits: [Character] = [
      "\u{2070}", "\u{B9}", "\u{B2}", "\u{B3}", "\u{2074}", "\u{2075}", "\u{2076}", "\u{2077}",
      "\u{2078}", "\u{2079}",
    ]
    let text = String(power.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } }
    return (power < 0 ? "\u{207B}" : "") + String(text)
  }
}
