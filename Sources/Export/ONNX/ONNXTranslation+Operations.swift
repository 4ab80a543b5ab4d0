import Autograd
import TensorCore

extension ONNXTranslation {
  /// Adds the nodes of one operation.
  mutating func translate(_ step: TraceStep) throws(ExportError) -> Value {
    let arguments = step.arguments.compactMap { $0 }
    let input = arguments[0]
    switch step.kind {
    case .convolution(let geometry):
      var names = [channelsFirst(input), try convolutionWeights(arguments[1])]
      if arguments.count > 2 { names.append(plain(arguments[2])) }
      return Value(
        name: graph.node("Conv", names, geometry.attributes), form: .channelsFirst)
    case .batchNorm(let mean, let inverseDeviation, let activation):
      return batchNorm(
        step, mean: mean, inverseDeviation: inverseDeviation, activation: activation)
    case .activation(let activation):
      return keepingForm(of: input) { $0.activated($1, activation) }
    case .add:
      return combined("Add", arguments)
    case .multiply:
      return combined("Mul", arguments)
    case .scale(let factor):
      return keepingForm(of: input) { translation, name in
        translation.graph.node("Mul", [name, translation.graph.floats([factor], shape: [])])
      }
    case .concatenateChannels:
      let form = commonForm(arguments)
      let names = arguments.map { name($0, as: form) }
      let axis = form == .channelsFirst ? 1 : shape(input).count - 1
      return Value(name: graph.node("Concat", names, [.integer("axis", axis)]), form: form)
    case .sliceChannels(let range):
      let form = commonForm([input])
      let axis = form == .channelsFirst ? 1 : shape(input).count - 1
      let bounds = [[range.lowerBound], [range.upperBound], [axis]].map { graph.integers($0) }
      return Value(
        name: graph.node("Slice", [name(input, as: form)] + bounds), form: form)
    case .reshape:
      return Value(name: reshaped(plain(input), to: openShape(step.output)), form: .plain)
    case .flattenChannelsFirst:
      let name = channelsFirst(input)
      return Value(name: graph.node("Flatten", [name], [.integer("axis", 1)]), form: .plain)
    case .maxPool(let geometry):
      let name = channelsFirst(input)
      return Value(
        name: graph.node("MaxPool", [name], geometry.attributes), form: .channelsFirst)
    case .averagePool(let geometry):
      let counts = ONNXAttribute.integer("count_include_pad", geometry.countsPadding ? 1 : 0)
      let name = channelsFirst(input)
      return Value(
        name: graph.node("AveragePool", [name], geometry.attributes + [counts]),
        form: .channelsFirst)
    case .globalAveragePool:
      let name = graph.node("GlobalAveragePool", [channelsFirst(input)])
      return Value(name: graph.node("Flatten", [name], [.integer("axis", 1)]), form: .plain)
    case .linear:
      let names = arguments.map { plain($0) }
      return Value(name: graph.node("Gemm", names, [.integer("transB", 1)]), form: .plain)
    case .matrixProduct(let leftIsTransposed, let rightIsTransposed):
      let names = zip(arguments, [leftIsTransposed, rightIsTransposed]).map { id, isTransposed in
        let name = plain(id)
        return isTransposed
          ? graph.node("Transpose", [name], [.integers("perm", [1, 0])]) : name
      }
      return Value(name: graph.node("MatMul", names), form: .plain)
    case .softmax:
      let name = plain(input)
      return Value(name: graph.node("Softmax", [name], [.integer("axis", -1)]), form: .plain)
    case .attention(let heads):
      return attention(input, heads: heads)
    case .layerNorm(let epsilon):
      let names = arguments.map { plain($0) }
      return Value(
        name: graph.node(
          "LayerNormalization", names, [.integer("axis", -1), .float("epsilon", epsilon)]),
        form: .plain)
    case .scaledResidual:
      return scaledResidual(step)
    case .gated:
      let gates = graph.node("Unsqueeze", [plain(arguments[1]), graph.integers([2, 3])])
      return Value(
        name: graph.node("Mul", [channelsFirst(input), gates]), form: .channelsFirst)
    case .embeddedTokens:
      return embeddedTokens(
        patches: input, classToken: arguments[1], positions: arguments[2])
    case .regionSums(let weights):
      let extents = shape(input)
      let places = reshaped(plain(input), to: [-1, extents[1] * extents[2], extents[3]])
      let shares = graph.floats(weights.scalars, shape: weights.shape.dimensions)
      return Value(name: graph.node("MatMul", [shares, places]), form: .plain)
    case .trainingOnly(let name):
      throw .unsupported(name)
    }
  }

  // MARK: Composed of several nodes

  private mutating func batchNorm(
    _ step: TraceStep, mean: Tensor, inverseDeviation: Tensor, activation: Activation
  ) -> Value {
    let ids = step.arguments
    guard let input = ids[0], let scale = ids[1], let shift = ids[2] else {
      preconditionFailure("a batch norm has a scale and a shift")
    }
    let form = commonForm([input])
    // The deviation with its epsilon is known; the node takes a variance.
    let variances = inverseDeviation.scalars.map { Float(1 / (Double($0) * Double($0))) }
    let count = mean.shape.count
    var result = graph.node(
      "BatchNormalization",
      [
        name(input, as: form), plain(scale), plain(shift),
        graph.floats(mean.scalars, shape: [count]), graph.floats(variances, shape: [count]),
      ], [.float("epsilon", 0)])
    if let residual = ids[3] {
      result = graph.node("Add", [result, name(residual, as: form)])
    }
    return Value(name: activated(result, activation), form: form)
  }

  private mutating func attention(_ packed: Variable.ID, heads: Int) -> Value {
    let extents = shape(packed)
    let width = extents[2] / 3 / heads
    let split = reshaped(plain(packed), to: [-1, extents[1], 3, heads, width])
    // (queries, keys, values) x batch x heads x tokens x width
    let ordered = graph.node("Transpose", [split], [.integers("perm", [2, 0, 3, 1, 4])])
    let parts = graph.split(ordered, into: 3, axis: 0).map {
      graph.node("Squeeze", [$0, graph.integers([0])])
    }
    let keys = graph.node("Transpose", [parts[1]], [.integers("perm", [0, 1, 3, 2])])
    let factor = graph.floats([1 / Float(width).squareRoot()], shape: [])
    let scores = graph.node("Mul", [graph.node("MatMul", [parts[0], keys]), factor])
    let shares = graph.node("Softmax", [scores], [.integer("axis", -1)])
    let mixed = graph.node(
      "Transpose", [graph.node("MatMul", [shares, parts[2]])], [.integers("perm", [0, 2, 1, 3])])
    return Value(name: reshaped(mixed, to: [-1, extents[1], heads * width]), form: .plain)
  }

  private mutating func scaledResidual(_ step: TraceStep) -> Value {
    guard let input = step.arguments[0], let residual = step.arguments[2] else {
      preconditionFailure("a residual sum has two terms")
    }
    var term = plain(input)
    if let scale = step.arguments[1] { term = graph.node("Mul", [term, plain(scale)]) }
    return Value(name: graph.node("Add", [term, plain(residual)]), form: .plain)
  }

  private mutating func embeddedTokens(
    patches: Variable.ID, classToken: Variable.ID, positions: Variable.ID
  ) -> Value {
    let patchesName = plain(patches)
    let batch = graph.node("Shape", [patchesName], [.integer("start", 0), .integer("end", 1)])
    let extents = graph.node(
      "Concat", [batch, graph.integers([1, shape(patches)[2]])], [.integer("axis", 0)])
    let token = graph.node("Expand", [plain(classToken), extents])
    let tokens = graph.node("Concat", [token, patchesName], [.integer("axis", 1)])
    return Value(name: graph.node("Add", [tokens, plain(positions)]), form: .plain)
  }

  mutating func activated(_ name: String, _ activation: Activation) -> String {
    func scalar(_ value: Float, in graph: inout ONNXGraph) -> String {
      graph.floats([value], shape: [])
    }
    switch activation {
    case .identity:
      return name
    case .relu:
      return graph.node("Relu", [name])
    case .sigmoid:
      return graph.node("Sigmoid", [name])
    case .silu:
      return graph.node("Mul", [name, graph.node("Sigmoid", [name])])
    case .gelu:
      // x / 2 (1 + erf(x / sqrt 2))
      let scaled = graph.node("Mul", [name, scalar(Float(0.5).squareRoot(), in: &graph)])
      return halfGated(name, by: graph.node("Erf", [scaled]))
    case .geluTanh:
      // x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
      let square = graph.node("Mul", [name, name])
      let factor = graph.node(
        "Add",
        [
          graph.node("Mul", [square, scalar(0.044715, in: &graph)]), scalar(1, in: &graph),
        ])
      let inner = graph.node(
        "Mul",
        [
          graph.node("Mul", [name, factor]), scalar((2 / Float.pi).squareRoot(), in: &graph),
        ])
      return halfGated(name, by: graph.node("Tanh", [inner]))
    }
  }

  /// Half of x (1 + gate).
  private mutating func halfGated(_ name: String, by gate: String) -> String {
    let half = graph.node("Mul", [name, graph.floats([0.5], shape: [])])
    return graph.node("Mul", [half, graph.node("Add", [gate, graph.floats([1], shape: [])])])
  }

  // MARK: Forms

  private mutating func reshaped(_ name: String, to shape: [Int]) -> String {
    graph.node("Reshape", [name, graph.integers(shape)])
  }

  /// Channels first as soon as one has them so.
  private func commonForm(_ ids: [Variable.ID]) -> Form {
    ids.contains { isChannelsFirst($0) } ? .channelsFirst : .plain
  }

  private mutating func combined(_ type: String, _ ids: [Variable.ID]) -> Value {
    let form = commonForm(ids)
    let names = ids.map { name($0, as: form) }
    return Value(name: graph.node(type, names), form: form)
  }

  private mutating func keepingForm(
    of id: Variable.ID, _ body: (inout ONNXTranslation, String) -> String
  ) -> Value {
    let form = commonForm([id])
    let name = name(id, as: form)
    return Value(name: body(&self, name), form: form)
  }
}

extension ConvolutionGeometry {
  fileprivate var attributes: [ONNXAttribute] {
    [
      .integers("kernel_shape", [kernel.height, kernel.width]),
      .integers("strides", [stride.height, stride.width]),
      .integers("pads", [padding.height, padding.width, padding.height, padding.width]),
      .integers("dilations", [dilation.height, dilation.width]),
      .integer("group", groups),
    ]
  }
}

extension PoolingGeometry {
  fileprivate var attributes: [ONNXAttribute] {
    [
      .integers("kernel_shape", [window.height, window.width]),
      .integers("strides", [stride.height, stride.width]),
      .integers("pads", [padding.height, padding.width, padding.height, padding.width]),
    ]
  }
}
