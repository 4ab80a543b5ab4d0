import Basics

/// One value of an event: what TensorBoard shows under a tag.
public struct SummaryValue: Sendable {
  /// The value as `Summary.Value`.
  let message: ProtobufMessage

  private init(tag: String, _ build: (inout ProtobufMessage) -> Void) {
    var message = ProtobufMessage()
    message.add(1, tag)
    build(&message)
    self.message = message
  }

  /// A number; one that is not finite is shown as such.
  public static func scalar(_ tag: String, _ value: Double) -> SummaryValue {
    SummaryValue(tag: tag) { $0.add(2, Float(value)) }
  }

  /// A picture.
  ///
  /// - Parameters:
  ///   - tag: What it is called.
  ///   - png: The PNG file.
  ///   - width: Its width in pixels.
  ///   - height: Its height in pixels.
  public static func image(
    _ tag: String, png: [UInt8], width: Int, height: Int
  ) -> SummaryValue {
    SummaryValue(tag: tag) { value in
      value.add(4) { image in
        image.add(1, height)
        image.add(2, width)
        image.add(3, 3)
        image.add(4, png)
      }
    }
  }

  /// A distribution.
  public static func histogram(_ tag: String, _ histogram: Histogram) -> SummaryValue {
    SummaryValue(tag: tag) { value in
      value.add(5) { message in
        message.add(1, histogram.minimum)
        message.add(2, histogram.maximum)
        message.add(3, Double(histogram.count))
        message.add(4, histogram.sum)
        message.add(5, histogram.sumOfSquares)
        message.add(6, packed: histogram.upperEdges)
        message.add(7, packed: histogram.counts.map(Double.init))
      }
    }
  }

  /// A text in Markdown.
  public static func text(_ tag: String, _ markdown: String) -> SummaryValue {
    SummaryValue(tag: tag) { value in
      value.add(8) { tensor in
        tensor.add(1, 7)
        tensor.add(2) { shape in shape.add(2) { $0.add(1, 1) } }
        tensor.add(8, markdown)
      }
      value.add(9) { metadata in
        metadata.add(1) { $0.add(1, "text") }
        metadata.add(4, 2)
      }
    }
  }

  /// What the hyperparameters' page compares: which there are, and which metrics.
  ///
  /// - Parameters:
  ///   - settings: The hyperparameters.
  ///   - metrics: Tags of scalars.
  public static func experiment(_ settings: RunSettings, metrics: [String]) -> SummaryValue {
    hyperparameters("_hparams_/experiment") { data in
      data.add(2) { experiment in
        for entry in settings.entries {
          experiment.add(4) { info in
            info.add(1, entry.name)
            info.add(4, entry.value.hyperparameterType)
          }
        }
        for metric in metrics {
          experiment.add(5) { info in info.add(1) { $0.add(2, metric) } }
        }
      }
    }
  }

  /// The beginning of a run with its hyperparameters.
  ///
  /// - Parameters:
  ///   - settings: The hyperparameters.
  ///   - seconds: When it began, in seconds since 1970.
  public static func sessionStart(_ settings: RunSettings, seconds: Double) -> SummaryValue {
    hyperparameters("_hparams_/session_start_info") { data in
      data.add(3) { start in
        for entry in settings.entries {
          start.add(1) { pair in
            pair.add(1, entry.name)
            pair.add(2) { $0.addHyperparameter(entry.value) }
          }
        }
        start.add(5, seconds)
      }
    }
  }

  /// The end of a run.
  public static func sessionEnd(succeeded: Bool, seconds: Double) -> SummaryValue {
    hyperparameters("_hparams_/session_end_info") { data in
      data.add(4) { end in
        end.add(1, succeeded ? 1 : 2)
        end.add(2, seconds)
      }
    }
  }

  private static func hyperparameters(
    _ tag: String, _ build: (inout ProtobufMessage) -> Void
  ) -> SummaryValue {
    var content = ProtobufMessage()
    build(&content)
    return SummaryValue(tag: tag) { value in
      value.add(9) { metadata in
        metadata.add(1) { plugin in
          plugin.add(1, "hparams")
          plugin.add(2, content)
        }
      }
    }
  }
}

extension JSONValue {
  /// The number of the plugin's `DataType`.
  fileprivate var hyperparameterType: Int {
    switch self {
    case .bool: 2
    case .int, .double: 3
    default: 1
    }
  }
}

extension ProtobufMessage {
  /// Fills in a `google.protobuf.Value`.
  fileprivate mutating func addHyperparameter(_ value: JSONValue) {
    switch value {
    case .bool(let flag): add(4, flag ? 1 : 0)
    case .int(let number): add(2, Double(number))
    case .double(let number): add(2, number)
    default: add(3, value.plainText)
    }
  }
}
