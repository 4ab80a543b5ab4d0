import Basics
import TensorCore

/// The immutable description of a model's state: names, shapes and order, as in PyTorch's `state_dict`.
public struct ModelLayout: Sendable {
  /// One item of the `state_dict`, in its order.
  public enum Entry: Hashable, Sendable {
    /// An index into `parameters`.
    case parameter(Int)
    /// An index into `buffers`.
    case buffer(Int)
    /// An index into `counters`.
    case counter(Int)
  }

  /// The trained tensors, in PyTorch's order of `parameters()`.
  public internal(set) var parameters: [ParameterSpec] = []
  /// The tensors that are kept but not trained.
  public internal(set) var buffers: [BufferSpec] = []
  /// The dotted names of the counters.
  public internal(set) var counters: [String] = []
  /// Everything, in PyTorch's order of `state_dict()`.
  public internal(set) var entries: [Entry] = []

  /// The number of trained numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }

  /// The dotted name of an item.
  public func name(of entry: Entry) -> String {
    switch entry {
    case .parameter(let index): parameters[index].name
    case .buffer(let index): buffers[index].name
    case .counter(let index): counters[index]
    }
  }

  /// The state in which training begins.
  ///
  /// - Parameters:
  ///   - random: Decides the values, parameter by parameter, by their names.
  ///   - pool: Where the tensors' memory comes from.
  public func initialState(random: RandomSource, pool: StoragePool) -> ModelState {
    let source = random.split("initialization")
    return ModelState(
      parameters: parameters.map { $0.initialValue(random: source, pool: pool) },
      buffers: buffers.map { Tensor(repeating: $0.initialValue, shape: $0.shape, pool: pool) },
      counters: counters.map { _ in 0 })
  }
}
