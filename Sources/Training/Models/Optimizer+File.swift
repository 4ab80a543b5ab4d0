import Checkpoints
import Layers
import Optimizers
import TensorCore

extension Optimizer {
  /// PyTorch's `optimizer_state_dict`: torch's optimizer of the same rule loads it.
  func stateDict(layout: ModelLayout, learningRate: Double) -> PickleValue {
    var states = PickleDictionary()
    for item in exportedStates() {
      var state = PickleDictionary()
      if let step = item.step {
        state["step"] = .tensor(StoredTensor(scalar: Float(step)))
      }
      for slot in item.slots {
        state[.string(slot.name)] = .tensor(
          StoredTensor(layout.parameters[item.parameter], slot.value))
      }
      states[.int(item.id)] = .dictionary(state)
    }
    var content = PickleDictionary()
    content["state"] = .dictionary(states)
    content["param_groups"] = PickleValue(exportedGroups(learningRate: learningRate))
    return .dictionary(content)
  }

  /// Continues from what `stateDict` gave.
  mutating func restore(
    _ content: PickleValue, layout: ModelLayout, pool: StoragePool
  ) throws {
    var stored: [OptimizerParameterState] = []
    for (key, value) in try content.dictionary(at: "state").pairs {
      guard case .int(let id) = key, parameterOrder.indices.contains(id) else {
        throw OptimizersError.unknownParameter(
          id: Int("\(key)") ?? -1, count: parameterOrder.count)
      }
      let spec = layout.parameters[parameterOrder[id]]
      var slots: [OptimizerParameterState.Slot] = []
      for (name, slot) in value.dictionaryValue?.pairs ?? [] {
        guard case .string(let name) = name, name != "step", let tensor = slot.tensorValue
        else { continue }
        let imported = try spec.imported(
          shape: tensor.shape, values: tensor.floats(), pool: pool)
        slots.append(OptimizerParameterState.Slot(name: name, value: imported))
      }
      let step = value["step"]?.doubleValue.flatMap { Int(exactly: $0) }
      stored.append(
        OptimizerParameterState(id: id, parameter: parameterOrder[id], step: step, slots: slots))
    }
    try restore(stored)
  }
}
