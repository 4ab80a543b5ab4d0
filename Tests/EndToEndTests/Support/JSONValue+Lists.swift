import Basics

extension JSONValue {
  /// The texts of an array; nil if it is none.
  var texts: [String]? { array.map { $0.compactMap(\.string) } }

  /// The numbers of an array; nil if it is none.
  var numbers: [Double]? { array.map { $0.compactMap(\.double) } }
}
