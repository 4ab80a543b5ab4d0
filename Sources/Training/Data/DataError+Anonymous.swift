import Basics
import Imaging

extension DataError {
  /// The same without the name of an image, which may be that of a patient: for what is kept or sent elsewhere.
  public var anonymous: DataError {
    guard case .image(var error) = problem else { return self }
    let name = "an image"
    if case .unreadable(var file) = error.kind {
      file.path = name
      error.kind = .unreadable(file)
    }
    error.name = name
    return DataError(.image(error))
  }

  /// The image that the error is about; nil when it is about something else.
  var imageName: String? {
    guard case .image(let error) = problem else { return nil }
    if case .unreadable(let file) = error.kind { return file.path }
    return error.name
  }
}

extension TrainingError {
  /// The same without the name of an image.
  public var anonymous: TrainingError {
    if case .data(let error) = self { .data(error.anonymous) } else { self }
  }
}
