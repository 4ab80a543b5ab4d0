import Autograd
import TensorCore

/// Images to tokens: patches, a class token in front, a position added to each.
///
/// - Shapes: (batch, height, width, channels) to (batch, 1 + grid height x grid width, token width).
struct TokenEmbedding: Layer {
  /// The rows and columns of patches; what is left of a row or column at the border is dropped.
  let grid: Extent

  private let name: String
  private let classToken: ParameterID
  private let maskToken: ParameterID?
  private let positions: ParameterID
  private let projection: Convolution2D
  private let storedGrid: Extent
  private let width: Int
  /// (places of the grid, stored places), where they differ.
  private let resampling: [Float]?

  init(
    _ configuration: VisionTransformerConfiguration, options: BackboneOptions,
    in builder: inout ModelBuilder
  ) {
    let names = VisionTransformerNames(configuration.style)
    let (patch, width) = (configuration.patch, configuration.width)
    let geometry = ConvolutionGeometry(kernel: Extent(patch), stride: Extent(patch))
    grid = geometry.outputSize(of: options.imageSize)
    storedGrid =
      configuration.style == .timm ? grid : Extent(configuration.storedImageSize / patch)
    resampling =
      grid == storedGrid
      ? nil
      : CubicResampling.matrix(
        from: (storedGrid.height, storedGrid.width), to: (grid.height, grid.width),
        antialias: false)
    let isTimm = configuration.style == .timm
    classToken = builder.parameter(
      names.classToken, shape: [1, 1, width], kind: .embedding,
      initializer: .normal(deviation: isTimm ? 1e-6 : 0.02))
    maskToken = names.maskToken.map {
      builder.parameter($0, shape: [1, width], kind: .embedding, initializer: .constant(0))
    }
    positions = builder.parameter(
      names.positions, shape: [1, 1 + storedGrid.height * storedGrid.width, width],
      kind: .embedding, initializer: .normal(deviation: 0.02))
    projection = Convolution2D(
      names.patches, inputChannels: options.channels, outputChannels: width, geometry: geometry,
      initializer: isTimm ? .layerDefault : .normal(deviation: 0.02),
      biasInitializer: isTimm ? nil : .constant(0), in: &builder)
    name = builder.qualifiedName(names.positions)
    self.width = width
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    let map = projection.forward(input, context: &context)
    precondition(
      map.shape[1] == grid.height && map.shape[2] == grid.width,
      "\(name): images \(input.shape) for a grid of \(grid)")
    let patches = context.tape.reshape(
      map, to: [map.shape[0], grid.height * grid.width, width])
    let token = context.tape.reshape(context[classToken], to: [width])
    return context.tape.embeddedTokens(
      patches: patches, classToken: token, positions: gridPositions(context: &context))
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let map = projection.describe(input, in: &summary)
    let output: Shape = [map[0], 1 + map[1] * map[2], width]
    let stored = 2 + storedGrid.height * storedGrid.width + (maskToken == nil ? 0 : 1)
    summary.add(
      name: name, kind: "tokens", outputShape: output, parameterCount: stored * width)
    return output
  }

  /// The positions of this grid, (1 + places, width); those of the patches interpolated as Dinov2Model does it.
  private func gridPositions(context: inout ForwardContext) -> Variable {
    let stored = context[positions]
    guard let resampling else {
      return context.tape.reshape(stored, to: [stored.shape[1], width])
    }
    let places = storedGrid.height * storedGrid.width
    let first = context.tape.classToken(of: stored)
    let rest = context.tape.reshape(
      context.tape.tokens(1..<1 + places, of: stored), to: [places, width])
    let weights = context.tape.constant(
      context.tape.backend.tensor(resampling, [grid.height * grid.width, places]))
    return context.tape.concatenateRows([first, context.tape.matrixProduct(weights, rest)])
  }
}
