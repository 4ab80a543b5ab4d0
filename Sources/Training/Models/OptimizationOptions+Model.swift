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

  /// The options with what the plateau's metric measures deciding which way is better, unless that is said already.
  public func settled(by metrics: MetricPlan) -> OptimizationOptions {
    var options = self
    options.plateauDirection =
      plateauDirection
      ?? ReduceOnPlateau.Direction(rawValue: metrics.direction(of: plateauMonitor).rawValue)
    return options
  }
}
