import TensorCore

extension Tape {
  /// The maximum of each window.
  ///
  /// - Parameter input: (batch, height, width, channels).
  /// - Returns: (batch, output height, output width, channels).
  public mutating func maxPool(_ input: Variable, geometry: PoolingGeometry) -> Variable {
    let result = backend.maxPool(input.value, geometry: geometry)
    return record(result.output, arguments: [input]) {
      .maxPool(winners: result.winners, inputShape: input.shape, geometry: geometry)
    }
  }

  /// The mean of each window.
  ///
  /// - Parameter input: (batch, height, width, channels).
  /// - Returns: (batch, output height, output width, channels).
  public mutating func averagePool(_ input: Variable, geometry: PoolingGeometry) -> Variable {
    record(backend.averagePool(input.value, geometry: geometry), arguments: [input]) {
      .averagePool(inputShape: input.shape, geometry: geometry)
    }
  }

  /// The mean over each image.
  ///
  /// - Parameter input: (batch, height, width, channels).
  /// - Returns: (batch, channels).
  public mutating func globalAveragePool(_ input: Variable) -> Variable {
    record(backend.globalAveragePool(input.value), arguments: [input]) {
      .globalAveragePool(inputShape: input.shape)
    }
  }
}
