/// The order of classes.
enum ClassNames {
  /// Sorts names: by value if all are whole numbers, otherwise by their bytes.
  static func sorted(_ names: some Collection<String>) -> [String] {
    let numbers = names.compactMap { Int($0) }
    if numbers.count == names.count, Set(numbers).count == names.count {
      return names.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
