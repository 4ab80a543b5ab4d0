import Basics
import Glibc
import TensorCore

/// How the first values of a parameter are drawn; names and formulas are those of `torch.nn.init`.
public enum Initializer: Hashable, Sendable {
  /// Which count of values scales the deviation.
  public enum FanMode: Hashable, Sendable {
    /// Keeps the variance of the forward pass.
    case input
    /// Keeps the variance of the backward pass.
    case output
  }

  /// One value everywhere.
  case constant(Float)
  /// Uniform in [-bound, bound).
  case uniform(bound: Double)
  /// Normal with mean 0.
  case normal(deviation: Double)
  /// Normal with mean 0, drawn again until within two deviations.
  case truncatedNormal(deviation: Double)
  /// He et al. 2015: uniform with bound sqrt(6 / ((1 + a^2) fan)), a being the slope of a leaky ReLU.
  ///
  /// With `a` = sqrt(5) and the input fan, PyTorch's default for convolution and linear layers, the bound is
  /// 1 / sqrt(fan).
  case kaimingUniform(slope: Double, mode: FanMode)
  /// He et al. 2015: normal with deviation sqrt(2 / fan), for ReLU.
  case kaimingNormal(mode: FanMode)
  /// Glorot and Bengio 2010: uniform with bound sqrt(6 / (input fan + output fan)).
  case xavierUniform

  /// PyTorch's default for the weights of convolution and linear layers.
  public static let layerDefault = Initializer.kaimingUniform(slope: 5.0.squareRoot(), mode: .input)

  /// PyTorch's default for their biases: uniform in +-1 / sqrt(input fan of the weights).
  public static func biasDefault(weightFanIn: Int) -> Initializer {
    .uniform(bound: weightFanIn > 0 ? 1 / Double(weightFanIn).squareRoot() : 0)
  }

  /// Draws every element of `tensor`.
  func fill(_ tensor: inout Tensor, fans: Fans, random: inout RandomSource) {
    func fan(_ mode: FanMode) -> Double {
      Double(max(mode == .input ? fans.input : fans.output, 1))
    }
    switch self {
    case .constant(let value):
      tensor.withMutableElements { $0.update(repeating: value) }
    case .uniform(let bound):
      Initializer.fillUniform(&tensor, bound: bound, random: &random)
    case .kaimingUniform(let slope, let mode):
      let bound = (6 / ((1 + slope * slope) * fan(mode))).squareRoot()
      Initializer.fillUniform(&tensor, bound: bound, random: &random)
    case .xavierUniform:
      let bound = (6 / Double(max(fans.input + fans.output, 1))).squareRoot()
      Initializer.fillUniform(&tensor, bound: bound, random: &random)
    case .normal(let deviation):
      tensor.withMutableElements { elements in
        for index in elements.indices { elements[index] = Float(deviation * random.nextNormal()) }
      }
    case .kaimingNormal(let mode):
      Initializer.normal(deviation: (2 / fan(mode)).squareRoot())
        .fill(&tensor, fans: fans, random: &random)
    case .truncatedNormal(let deviation):
      tensor.withMutableElements { elements in
        for index in elements.indices {
          var draw = random.nextNormal()
          while abs(draw) > 2 { draw = random.nextNormal() }
          elements[index] = Float(deviation * draw)
        }
      }
    }
  }

  /// Two 24-bit fractions of each 64-bit number: large models start noticeably sooner than with one.
  private static func fillUniform(
    _ tensor: inout Tensor, bound: Double, random: inout RandomSource
  ) {
    let scale = Float(2 * bound) * 0x1p-24
    let low = Float(-bound)
    tensor.withMutableElements { elements in
      for index in stride(from: 0, to: elements.count, by: 2) {
        let bits = random.next()
        elements[index] = low + scale * Float(UInt32(truncatingIfNeeded: bits >> 8) & 0xFF_FFFF)
        if index + 1 < elements.count {
          elements[index + 1] = low + scale * Float(UInt32(truncatingIfNeeded: bits >> 40))
        }
      }
    }
  }
}
