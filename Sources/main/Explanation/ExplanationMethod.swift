import Layers

/// How an answer is explained.
enum ExplanationMethod: String, CaseIterable {
  case gradCAM = "gradcam"
  case gradCAMPlusPlus = "gradcam++"
  case hiResCAM = "hirescam"
  case rollout

  /// The method of `--method`, or the usual one for a network.
  init(named name: String?, for model: Model) throws {
    var isTransformer = false
    if case .classToken = model.backbone.pooling { isTransformer = true }
    guard let name else {
      // Of layers before the last one Grad-CAM's means say little: what speaks for one zone speaks against another.
      self = isTransformer ? .rollout : .hiResCAM
      return
    }
    guard let method = ExplanationMethod(rawValue: name.lowercased()) else {
      throw UsageError.badValue(
        option: "--method", value: name,
        expected: "one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard method != .rollout || isTransformer else {
      throw UsageError.badValue(
        option: "--method", value: name,
        expected:
          "gradcam, gradcam++ or hirescam, since \(model.architecture.name) has no attention")
    }
    self = method
  }

  /// What it is called on pictures.
  var title: String {
    switch self {
    case .gradCAM: "Grad-CAM"
    case .gradCAMPlusPlus: "Grad-CAM++"
    case .hiResCAM: "HiResCAM"
    case .rollout: "Attention rollout"
    }
  }

  /// What the pass must keep.
  var subject: Observation.Subject { self == .rollout ? .attention : .outputs }

  /// The maps of some logits; nil when the network has none.
  func maps(of pass: ObservedPass, targets: [Int]) -> [HeatMap]? {
    switch self {
    case .gradCAM: pass.activationMaps(of: targets, .gradCAM)
    case .gradCAMPlusPlus: pass.activationMaps(of: targets, .gradCAMPlusPlus)
    case .hiResCAM: pass.activationMaps(of: targets, .hiResCAM)
    case .rollout: pass.attentionRollouts(of: targets, discarding: 0.9)
    }
  }
}
