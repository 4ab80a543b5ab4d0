import Autograd
import TensorCore

/// Layers that each see the channels of all before them: batch norm, ReLU, 1x1; batch norm, ReLU, 3x3.
///
/// - Shapes: (batch, height, width, channels) to (batch, height, width, channels + depth x growth): the input, then what
///   each layer added.
struct DenseBlock: Layer {
  private struct Unit {
    let norm1: BatchNorm2D
    let conv1: Convolution2D
    let norm2: BatchNorm2D
    let conv2: Convolution2D

    init(
      _ name: String, inputChannels: Int, _ configuration: DenseNetConfiguration,
      in builder: inout ModelBuilder
    ) {
      let width = configuration.growth * configuration.bottleneckFactor
      (norm1, conv1, norm2, conv2) = builder.scope(name) { builder in
        (
          BatchNorm2D("norm1", channels: inputChannels, activation: .relu, in: &builder),
          Convolution2D(
            "conv1", inputChannels: inputChannels, outputChannels: width,
            geometry: ConvolutionGeometry(kernel: 1), hasBias: false,
            initializer: .kaimingNormal(mode: .input), in: &builder),
          BatchNorm2D("norm2", channels: width, activation: .relu, in: &builder),
          Convolution2D(
            "conv2", inputChannels: width, outputChannels: configuration.growth,
            geometry: ConvolutionGeometry(kernel: 3, padding: 1), hasBias: false,
            initializer: .kaimingNormal(mode: .input), in: &builder)
        )
      }
    }

    var layers: [any Layer] { [norm1, conv1, norm2, conv2] }

    func parameters(in context: ForwardContext) -> DenseUnit<Variable> {
      let (first, second) = (norm1.affine(in: context), norm2.affine(in: context))
      return DenseUnit(
        scale1: first.scale, shift1: first.shift, weights1: conv1.weights(in: context),
        scale2: second.scale, shift2: second.shift, weights2: conv2.weights(in: context))
    }

    func runningStatistics(in context: ForwardContext) -> DenseUnitStatistics {
      let (first, second) = (
        norm1.runningStatistics(in: context), norm2.runningStatistics(in: context)
      )
      return DenseUnitStatistics(
        mean1: first.mean, variance1: first.variance, mean2: second.mean,
        variance2: second.variance)
    }
  }

  /// The channels behind the block.
  let outputChannels: Int

  private let name: String
  private let units: [Unit]

  init(
    _ name: String, inputChannels: Int, depth: Int, configuration: DenseNetConfiguration,
    in builder: inout ModelBuilder
  ) {
    self.name = builder.qualifiedName(name)
    outputChannels = inputChannels + depth * configuration.growth
    units = builder.scope(name) { builder in
      (0..<depth).map { index in
        Unit(
          "denselayer\(index + 1)", inputChannels: inputChannels + index * configuration.growth,
          configuration, in: &builder)
      }
    }
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    guard context.fusesOperations, let epsilon = units.first?.norm1.epsilon else {
      return composition(input, context: &context)
    }
    let parameters = units.map { $0.parameters(in: context) }
    if context.mode == .training {
      let norms = units.flatMap { [$0.norm1, $0.norm2] }
      guard norms.allSatisfy({ $0.usesBatchStatistics(in: context) }) else {
        return composition(input, context: &context)
      }
      let (output, statistics) = context.tape.denseBlock(
        input, units: parameters, epsilon: epsilon)
      for (unit, statistics) in zip(units, statistics) {
        unit.norm1.requestUpdate(statistics.first, context: &context)
        unit.norm2.requestUpdate(statistics.second, context: &context)
      }
      return output
    }
    if context.tape.isRecording { return composition(input, context: &context) }
    return context.tape.constant(
      context.tape.backend.denseBlockInference(
        input.value, units: parameters.map { $0.map(\.value) },
        statistics: units.map { $0.runningStatistics(in: context) }, epsilon: epsilon))
  }

  /// The same of simple operations, one concatenation for each unit.
  private func composition(_ input: Variable, context: inout ForwardContext) -> Variable {
    units.reduce(input) { map, unit in
      let added = unit.layers.reduce(map) { $1.forward($0, context: &context) }
      return context.tape.concatenateChannels([map, added])
    }
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    units.reduce(input) { shape, unit in
      let added = unit.layers.reduce(shape) { $1.describe($0, in: &summary) }
      let output = Shape(shape.dimensions.dropLast() + [shape[3] + added[3]])
      summary.add(name: name, kind: "concatenation", outputShape: output)
      return output
    }
  }
}
