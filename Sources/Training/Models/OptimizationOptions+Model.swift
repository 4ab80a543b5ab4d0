import Layers
import Optimizers
import TensorCore

extension OptimizationOptions {
  /// An optimizer for a model's parameters that has made no update yet.
  public func makeOptimizer(for model: Model) -> Optimizer {
    let parameters = model.layout.parameters
    let head = Set(model.headParameterNames)
    return makeOptimizer(parameterCount: parameters.count) { index in
      let parameter = parameters[index]
      return parameter.kind == .weight && parameter.shape.rank > 1 && !head.contains(parameter.name)
    }
  }
}
