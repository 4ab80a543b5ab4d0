import TensorCore

/// Collects what layers declare while a model is built; the order of declarations is that of `state_dict`.
public struct ModelBuilder {
  /// What was declared so far.
  public private(set) var layout = ModelLayout()

  private var scopes: [String] = []
  private var names: Set<String> = []

  /// Creates an empty builder.
  public init() {}

  /// Builds part of a model whose names start with `name` and a dot.
  public mutating func scope<Part, Failure: Error>(
    _ name: String, _ build: (inout ModelBuilder) throws(Failure) -> Part
  ) throws(Failure) -> Part {
    scopes.append(name)
    defer { scopes.removeLast() }
    return try build(&self)
  }

  /// A name with the scopes it was declared in, dots between.
  public func qualifiedName(_ name: String) -> String {
    (scopes + [name]).joined(separator: ".")
  }

  /// Declares a trained tensor.
  ///
  /// - Parameters:
  ///   - name: The last part of PyTorch's name, unique within the scope.
  ///   - shape: The extents as stored here.
  ///   - layout: How the elements are ordered here, compared with PyTorch.
  ///   - kind: What it is for.
  ///   - initializer: How its first values are drawn.
  public mutating func parameter(
    _ name: String, shape: Shape, layout parameterLayout: ParameterLayout = .plain,
    kind: ParameterKind, initializer: Initializer
  ) -> ParameterID {
    let spec = ParameterSpec(
      name: unique(name), shape: shape, layout: parameterLayout, kind: kind,
      initializer: initializer)
    layout.parameters.append(spec)
    let id = ParameterID(index: layout.parameters.count - 1)
    layout.entries.append(.parameter(id.index))
    return id
  }

  /// Declares a tensor that is kept but not trained.
  public mutating func buffer(_ name: String, shape: Shape, initialValue: Float) -> BufferID {
    layout.buffers.append(
      BufferSpec(name: unique(name), shape: shape, initialValue: initialValue))
    let id = BufferID(index: layout.buffers.count - 1)
    layout.entries.append(.buffer(id.index))
    return id
  }

  /// Declares a counter that starts at 0.
  public mutating func counter(_ name: String) -> CounterID {
    layout.counters.append(unique(name))
    let id = CounterID(index: layout.counters.count - 1)
    layout.entries.append(.counter(id.index))
    return id
  }

  private mutating func unique(_ name: String) -> String {
    let qualified = qualifiedName(name)
    precondition(names.insert(qualified).inserted, "\(qualified) is declared twice")
    return qualified
  }
}
