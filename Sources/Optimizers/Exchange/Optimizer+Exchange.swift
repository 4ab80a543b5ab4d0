import TensorCore

extension Optimizer {
  /// The model's parameter of each of PyTorch's indices, which count through the groups.
  public var parameterOrder: [Int] { groups.flatMap(\.parameters) }

  /// The rule of each of PyTorch's indices.
  private var parameterRules: [any UpdateRule] {
    groups.flatMap { group in group.parameters.map { _ in group.rule ?? rule } }
  }

  /// `state` of a PyTorch `optimizer_state_dict`: the parameters that have one, by PyTorch's index.
  public func exportedStates() -> [OptimizerParameterState] {
    zip(parameterOrder, parameterRules).enumerated().compactMap { id, item in
      let (parameter, rule) = item
      guard let state = states[parameter], !rule.slotNames.isEmpty else { return nil }
      return OptimizerParameterState(
        id: id, parameter: parameter, step: rule.exportsStep ? state.step : nil,
        slots: zip(rule.slotNames, state.slots).map {
          OptimizerParameterState.Slot(name: $0, value: $1)
        })
    }
  }

  /// `param_groups` of a PyTorch `optimizer_state_dict`.
  public func exportedGroups(learningRate: Double) -> ExportedValue {
    var next = 0
    return .list(
      groups.map { group in
        let ids = next..<next + group.parameters.count
        next = ids.upperBound
        let rule = group.rule ?? self.rule
        let settings = rule.exportedSettings(
          learningRate: learningRate * group.learningRateFactor,
          weightDecay: group.weightDecay ?? rule.weightDecay)
        let steps = group.parameters.compactMap { states[$0]?.step }.max()
        let step = rule.exportsGroupStep ? steps.map { [ExportedItem("step", .integer($0))] } : nil
        let members = ExportedItem("params", .list(ids.map { .integer($0) }))
        return .dictionary(settings + (step ?? []) + [members])
      })
  }

  /// Continues from stored states; parameters without one start anew.
  ///
  /// - Parameter stored: As `exportedStates` gave them; `parameter` is ignored in favour of `id`.
  /// - Throws: `OptimizersError` when a state belongs to another rule or model. Nothing has changed then.
  public mutating func restore(_ stored: [OptimizerParameterState]) throws(OptimizersError) {
    let order = parameterOrder
    let rules = parameterRules
    var restored = self
    restored.reset()
    for item in stored {
      guard order.indices.contains(item.id) else {
        throw .unknownParameter(id: item.id, count: order.count)
      }
      let rule = rules[item.id]
      // Files need not keep the order of the slots.
      var slots: [Tensor] = []
      for name in rule.slotNames {
        guard let slot = item.slots.first(where: { $0.name == name }) else {
          throw .wrongSlots(
            parameter: item.id, expected: rule.slotNames, found: item.slots.map(\.name))
        }
        slots.append(slot.value)
      }
      guard item.slots.count == slots.count, !rule.exportsStep || (item.step ?? 0) > 0 else {
        throw .wrongSlots(
          parameter: item.id, expected: ["step"] + rule.slotNames,
          found: item.slots.map(\.name))
      }
      restored.setState(
        ParameterState(step: item.step ?? 0, slots: slots), of: order[item.id])
    }
    self = restored
  }
}
