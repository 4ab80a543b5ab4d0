import Basics
import Glibc
import Hyperopt

/// The tabulated response of a small CNN, Benchmarks/hpo/cnn_table.csv, which cnn_table.py makes and describes.
struct ResponseTable {
  private static let batchSizes = [16, 32, 64, 128]
  private static let numbers = ["learning_rate", "weight_decay", "dropout"]

  /// The sorted coordinates of each number, logarithms but for dropout.
  private let points: [[Double]]
  /// By batch size and the three numbers, the last fastest.
  private let losses: [Double]

  /// Reads the table.
  ///
  /// - Throws: `FileError`; a table with missing or unreadable rows traps, since it is our own.
  init(contentsOf path: String) throws(FileError) {
    let rows = try FileSystem.readText(path).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").map(String.init)
    }
    func coordinate(_ text: String, _ number: Int) -> Double {
      guard let value = Double(text) else { preconditionFailure("\(path): no number: \(text)") }
      return number == 2 ? value : log(value)
    }
    points = (0..<3).map { number in Set(rows.map { coordinate($0[1 + number], number) }).sorted() }
    let count = 4 * points.reduce(1) { $0 * $1.count }
    precondition(rows.count == count, "\(path): \(rows.count) rows, not \(count)")
    var losses = [Double](repeating: .nan, count: count)
    for row in rows {
      var index = Self.batchSizes.map(\.description).firstIndex(of: row[0]) ?? 0
      for number in 0..<3 {
        index *= points[number].count
        index += points[number].firstIndex(of: coordinate(row[1 + number], number)) ?? 0
      }
      losses[index] = coordinate(row[4], 2)
    }
    precondition(!losses.contains { $0.isNaN }, "\(path): a point is missing")
    self.losses = losses
  }

  /// The table as a function that is searched.
  var asCase: Case {
    func float(_ number: Int) -> SearchParameter {
      let (low, high) = (points[number].first ?? 0, points[number].last ?? 1)
      return SearchParameter(
        Self.numbers[number],
        number == 2
          ? .float(low: low, high: high, step: nil, log: false)
          : .float(low: exp(low), high: exp(high), step: nil, log: true))
    }
    return Case(
      name: "cnn_table",
      space: SearchSpace([
        SearchParameter("batch_size", .categorical(Self.batchSizes.map(Choice.int))),
        float(0), float(1), float(2),
      ]),
      function: response, least: losses.min() ?? 0)
  }

  /// Linear between the points of the numbers.
  private func response(_ values: [String: ParameterValue]) -> Double {
    let places = (0..<3).map { number in
      let value = values.number(Self.numbers[number])
      return place(number == 2 ? value : log(value), in: points[number])
    }
    var total = 0.0
    for corner in 0..<8 {
      var weight = 1.0
      var index = values.choice("batch_size")
      for number in 0..<3 {
        let isUp = corner >> number & 1 == 1
        weight *= isUp ? places[number].share : 1 - places[number].share
        index = index * points[number].count + places[number].index + (isUp ? 1 : 0)
      }
      total += weight * losses[index]
    }
    return total
  }

  private func place(_ value: Double, in points: [Double]) -> (index: Int, share: Double) {
    let index = points.dropLast().lastIndex { $0 <= value } ?? 0
    let share = (value - points[index]) / (points[index + 1] - points[index])
    return (index, min(max(share, 0), 1))
  }
}
