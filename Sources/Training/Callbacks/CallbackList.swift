import Basics

/// The callbacks of a run: calls them in order, and keeps their failures from the run.
struct CallbackList {
  private var callbacks: [any Callback]
  /// Names that are unique even where a kind of callback is there twice.
  private let keys: [String]
  /// The failures that were reported already.
  private var reported: Set<String> = []

  init(_ callbacks: [any Callback]) {
    self.callbacks = callbacks
    var counts: [String: Int] = [:]
    keys = callbacks.map { callback in
      counts[callback.name, default: 0] += 1
      let count = counts[callback.name] ?? 1
      return count == 1 ? callback.name : "\(callback.name)#\(count)"
    }
  }

  /// Calls a hook of all callbacks; gives the warnings that are due.
  mutating func call(_ hook: Hook, _ context: inout CallbackContext) -> [String] {
    var warnings: [String] = []
    for index in callbacks.indices {
      context.caller = keys[index]
      do {
        try callbacks[index].handle(hook, &context)
      } catch {
        guard reported.insert("\(keys[index]) \(hook)").inserted else { continue }
        warnings.append("\(keys[index]) failed at \(hook.rawValue): \(error)")
      }
    }
    return context.warnings + warnings
  }

  /// What a checkpoint keeps of them, by name.
  var state: JSONValue {
    var object = JSONObject()
    for (key, callback) in zip(keys, callbacks) where !callback.state.isNull {
      object[key] = callback.state
    }
    return .object(object)
  }

  /// Takes over what `state` gave; gives the names of those that it does not fit.
  mutating func restore(_ state: JSONValue?) -> [String] {
    keys.indices.compactMap { index in
      guard let own = state?[keys[index]] else { return nil }
      return callbacks[index].restore(own) ? nil : keys[index]
    }
  }
}
