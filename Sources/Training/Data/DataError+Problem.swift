import Basics
import Imaging

extension DataError {
  /// The kinds of faults in data, with their facts.
  public enum Problem: Hashable, Sendable {
    /// The operating system could not read a file or directory.
    case unreadable(FileError)
    /// An image file is broken.
    case image(ImageError)
    /// A table is not valid CSV.
    case csv(CSVProblem)
    /// A column that is needed is not in the table.
    case missingColumn(String, available: [String])
    /// A key of the configuration that this data set needs has no value.
    case missingSetting(key: String, dataset: String)
    /// A value is not what it must be.
    case invalidValue(found: String, expected: String)
    /// A class that the training data do not have.
    case unknownClass(String, known: [String])
    /// An id stands in two rows.
    case duplicateID(String, firstLine: Int)
    /// Two rows of one id disagree about its group.
    case contradictoryGroup(id: String, first: String, second: String)
    /// Rows whose image file does not exist: the first few ids and how many there are.
    case missingImages(ids: [String], count: Int, directory: String)
    /// Two files fit one id.
    case ambiguousImage(id: String, files: [String])
    /// Images that cannot be decoded: the first few reasons and how many there are.
    case brokenImages(reasons: [String], count: Int)
    /// There is nothing to learn from.
    case empty(reason: String)
    /// A setting does not suit the data; says why.
    case unsuitable(reason: String)
    /// A binary file has other content than its format and its companions demand.
    case malformed(format: String, found: String, expected: String)
    /// A split of a directory holds classes that train does not have.
    case extraClasses([String], split: Split)
    /// A file of splits names ids that the data set does not have.
    case unknownIDs(ids: [String], count: Int)
    /// A file of splits leaves out ids of the data set.
    case unassignedIDs(ids: [String], count: Int)
    /// A file of splits names an id twice.
    case repeatedID(String, first: Split, second: Split)
    /// The fractions leave nothing to train on.
    case fractionsTooLarge(val: Double, test: Double)
  }

  /// What can be wrong with the text of a table.
  public enum CSVProblem: Hashable, Sendable {
    /// There is no header line.
    case noHeader
    /// The bytes are not text in UTF-8.
    case notText
    /// A quoted field never ends.
    case unterminatedQuote
    /// A quoted field goes on after its closing quote.
    case textAfterQuote
    /// A row has another number of fields than the header.
    case raggedRow(found: Int, expected: Int)
    /// A name stands twice in the header.
    case duplicateColumn(String)
    /// More of something than is accepted.
    case tooMany(String, limit: Int)
  }
}
