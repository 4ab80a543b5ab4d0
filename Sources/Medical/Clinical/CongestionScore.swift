/// The Congestion Score Index of an image: the mean grade of the zones that can be graded.
public enum CongestionScore {
  /// The mean of the grades 0 to 3; nil when no zone has one.
  ///
  /// - Parameter grades: One for each zone; 4 stands for a zone that cannot be graded.
  public static func average(of grades: some Sequence<Int>) -> Double? {
    let known = grades.filter(CongestionGrade.graded.contains)
    return known.isEmpty ? nil : Double(known.reduce(0, +)) / Double(known.count)
  }

  /// The mean of the zones' expected grades, over the zones that are not most probably unknown; nil when there is none.
  ///
  /// A zone's expected grade is the mean of 0 to 3 under the probabilities of these grades alone.
  ///
  /// - Parameter probabilities: For each zone one for each class.
  public static func expectation(of probabilities: [[Double]]) -> Double? {
    let known = probabilities.filter { zone in
      let unknown = zone[CongestionGrade.unknown.rawValue]
      return CongestionGrade.graded.contains { zone[$0] >= unknown }
    }
    guard !known.isEmpty else { return nil }
    let grades = known.map { zone in
      let total = CongestionGrade.graded.reduce(0) { $0 + zone[$1] }
      return CongestionGrade.graded.reduce(0) { $0 + Double($1) * zone[$1] } / total
    }
    return grades.reduce(0, +) / Double(grades.count)
  }
}
