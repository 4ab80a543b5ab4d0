import Imaging

/// Where the pictures of single cases come from.
public struct CaseGallery {
  /// Finds the picture of an id with what is laid over it; nil where it cannot be had.
  public var picture: (_ id: String) -> Image?
  /// What is laid over the pictures of cases to explain their answers; nil: nothing is.
  public var explanation: Explanation?

  /// What speaks for an answer, as a picture.
  public struct Explanation {
    /// What the maps are called, such as `HiResCAM`.
    public var method: String
    /// Finds the map of an id's answer to a question, over the picture; nil where it cannot be had.
    public var overlay: (_ id: String, _ question: Int) -> Image?

    /// Creates an explanation.
    public init(method: String, overlay: @escaping (_ id: String, _ question: Int) -> Image?) {
      self.method = method
      self.overlay = overlay
    }
  }

  /// Creates a gallery.
  public init(explanation: Explanation? = nil, picture: @escaping (_ id: String) -> Image?) {
    self.picture = picture
    self.explanation = explanation
  }
}
