/// Maps of what speaks for a class, from the activations of a layer and the gradient of the class's logit with respect to them.
public enum ClassActivation: Hashable, Sendable {
  /// Grad-CAM (Selvaraju and others 2017): channels weighted with the mean of their gradient.
  ///
  ///     w_k = mean_ij dY/dA_ijk,   map_ij = max(0, sum_k w_k A_ijk)
  case gradCAM
  /// Grad-CAM++ (Chattopadhay and others 2018), with third derivatives taken from the first as for an exponential of Y.
  ///
  ///     a_ijk = g_ijk^2 / (2 g_ijk^2 + g_ijk^3 sum_ij A_ijk),   w_k = sum_ij a_ijk max(0, g_ijk)
  case gradCAMPlusPlus
  /// HiResCAM (Draelos and Carin 2020): every place with its own gradient, so that a layer before the last one is explained
  /// faithfully too, where what speaks for a class at one place does not at another.
  ///
  ///     map_ij = max(0, sum_k g_ijk A_ijk)
  case hiResCAM

  /// The map over the places of a layer.
  ///
  /// - Parameters:
  ///   - activations: places x channels.
  ///   - gradients: places x channels.
  ///   - channels: the channels of a place.
  /// - Returns: a number for each place, none below 0.
  public func map(activations: [Float], gradients: [Float], channels: Int) -> [Float] {
    guard let weights = weights(activations: activations, gradients: gradients, channels: channels)
    else {
      return stride(from: 0, to: activations.count, by: channels).map { start in
        let sum = (start..<start + channels).reduce(0.0) {
          $0 + Double(gradients[$1]) * Double(activations[$1])
        }
        return Float(max(sum, 0))
      }
    }
    return stride(from: 0, to: activations.count, by: channels).map { start in
      var sum = 0.0
      for channel in 0..<channels {
        sum += weights[channel] * Double(activations[start + channel])
      }
      return Float(max(sum, 0))
    }
  }

  /// The channels' weights; nil when each place has its own.
  private func weights(activations: [Float], gradients: [Float], channels: Int) -> [Double]? {
    guard self != .hiResCAM else { return nil }
    let places = activations.count / channels
    return (0..<channels).map { channel in
      let own = stride(from: channel, to: activations.count, by: channels)
      switch self {
      case .gradCAM, .hiResCAM:
        return own.reduce(0.0) { $0 + Double(gradients[$1]) } / Double(places)
      case .gradCAMPlusPlus:
        let sum = own.reduce(0.0) { $0 + Double(activations[$1]) }
        return own.reduce(0.0) { weight, place in
          let gradient = Double(gradients[place])
          let divisor = 2 * gradient * gradient + sum * gradient * gradient * gradient
          guard gradient > 0, divisor != 0 else { return weight }
          return weight + gradient * gradient / divisor * gradient
        }
      }
    }
  }
}
