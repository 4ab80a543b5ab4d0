import Basics
import Glibc

/// Draws every value at random, independently of all others and of earlier trials.
struct IndependentSampler: Sampler {
  private let seed: UInt64

  /// Creates a sampler.
  init(seed: UInt64) { self.seed = seed }

  func suggest(
    number: Int, in space: SearchSpace, direction: StudyDirection, trials: [TrialRecord]
  ) -> [String: ParameterValue] {
    var values: [String: ParameterValue] = [:]
    let source = RandomSource(seed: seed).split("random").split(number)
    for parameter in space.parameters where space.isActive(parameter, in: values) {
      var random = source.split(parameter.name)
      values[parameter.name] = parameter.distribution.plainDraw(from: &random)
    }
    return values
  }
}

extension Distribution {
  /// A random value.
  func plainDraw(from random: inout RandomSource) -> ParameterValue {
    switch self {
    case .categorical(let choices):
      return .choice(random.nextInt(below: choices.count))
    case .int(let low, let high, let step, log: false):
      return .int(low + random.nextInt(below: (high - low) / step + 1) * step)
    case .int(let low, let high, _, log: true):
      let bounds = (Glibc.log(Double(low) - 0.5), Glibc.log(Double(high) + 0.5))
      let number = exp(bounds.0 + (bounds.1 - bounds.0) * random.nextUniform())
      return .int(min(max(Int(number.rounded()), low), high))
    case .float(let low, let high, let step?, _):
      let count = Int(((high - low) / step + 1e-9).rounded(.down)) + 1
      return .double(min(low + Double(random.nextInt(below: count)) * step, high))
    case .float(let low, let high, nil, log: true):
      let bounds = (Glibc.log(low), Glibc.log(high))
      let number = exp(bounds.0 + (bounds.1 - bounds.0) * random.nextUniform())
      return .double(min(max(number, low), high))
    case .float(let low, let high, nil, log: false):
      return .double(min(low + (high - low) * random.nextUniform(), high))
    }
  }
}
