import Glibc

extension Reference {
  /// Layer norm of each row: (x - mean) / sqrt(variance + epsilon) scale + shift.
  public static func layerNorm(
    _ input: ReferenceTensor, scale: ReferenceTensor, shift: ReferenceTensor, epsilon: Double
  ) -> ReferenceTensor {
    let channels = input.channels
    var output = input
    for first in stride(from: 0, to: input.count, by: channels) {
      let row = input.values[first..<first + channels]
      let mean = row.reduce(0, +) / Double(channels)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(channels)
      for c in 0..<channels {
        output.values[first + c] =
          (input.values[first + c] - mean) / (variance + epsilon).squareRoot() * scale.values[c]
          + shift.values[c]
      }
    }
    return output
  }

  /// softmax(Q K^T / sqrt(d)) V of each head; the input is (batch, tokens, 3 x heads x d).
  public static func attention(_ packed: ReferenceTensor, heads: Int) -> ReferenceTensor {
    let (images, tokens, channels) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    let width = channels / heads
    var output = ReferenceTensor(zeros: [images, tokens, channels])
    for image in 0..<images {
      for head in 0..<heads {
        func element(_ part: Int, _ token: Int, _ c: Int) -> Double {
          packed.values[
            ((image * tokens + token) * 3 + part) * channels + head * width + c]
        }
        for query in 0..<tokens {
          let scores = (0..<tokens).map { key in
            (0..<width).reduce(0) { $0 + element(0, query, $1) * element(1, key, $1) }
              / Double(width).squareRoot()
          }
          let shares = softmax(ReferenceTensor(scores, [1, tokens])).values
          for c in 0..<width {
            output.values[(image * tokens + query) * channels + head * width + c] =
              (0..<tokens).reduce(0) { $0 + shares[$1] * element(2, $1, c) }
          }
        }
      }
    }
    return output
  }

  /// residual + factor of the sample x scale of the channel x input.
  public static func scaledResidual(
    _ input: ReferenceTensor, scale: ReferenceTensor?, factors: [Double]?,
    residual: ReferenceTensor
  ) -> ReferenceTensor {
    var output = residual
    let perSample = input.count / input.shape[0]
    for index in input.values.indices {
      output.values[index] +=
        input.values[index] * (scale?.values[index % input.channels] ?? 1)
        * (factors?[index / perSample] ?? 1)
    }
    return output
  }

  /// Every channel of every image times its own number.
  public static func gated(_ input: ReferenceTensor, gates: ReferenceTensor) -> ReferenceTensor {
    var output = input
    let perImage = input.count / input.shape[0]
    for index in input.values.indices {
      output.values[index] *=
        gates.values[index / perImage * input.channels + index % input.channels]
    }
    return output
  }

  /// y[n, r, c] = sum over pixels of weights[r, p] x[n, p, c].
  public static func regionSums(
    _ input: ReferenceTensor, weights: ReferenceTensor
  ) -> ReferenceTensor {
    let (images, channels) = (input.shape[0], input.channels)
    let (regions, pixels) = (weights.shape[0], weights.shape[1])
    var output = ReferenceTensor(zeros: [images, regions, channels])
    for n in 0..<images {
      for r in 0..<regions {
        for p in 0..<pixels {
          for c in 0..<channels {
            output.values[(n * regions + r) * channels + c] +=
              weights.values[r * pixels + p] * input.values[(n * pixels + p) * channels + c]
          }
        }
      }
    }
    return output
  }
}
