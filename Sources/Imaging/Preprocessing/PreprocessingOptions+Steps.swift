extension PreprocessingOptions {
  /// Step 1: resizes the picture and finds its intensity window.
  ///
  /// Colour becomes luma if `channels` is 1. Grey stays one channel until `normalize` repeats it.
  public func prepare(_ image: Image) -> PreparedImage {
    let source = channels == 1 ? image.converted(toChannels: 1) : image
    let plan = ResizePlan(from: source.width, source.height, toSquare: size, mode: resize)
    return PreparedImage(
      content: source.resized(plan, interpolation: interpolation),
      window: intensity.window(of: source), plan: plan)
  }

  /// Step 2: returns the square picture with values from 0 to 1.
  ///
  /// Bars of `ResizeMode.pad` are 0. The picture has 1 channel if it is grey.
  public func unitImage(_ prepared: PreparedImage) -> FloatImage {
    let content = prepared.content
    let values = prepared.window.apply(content.samples.floats)
    return FloatImage(
      width: prepared.plan.width, height: prepared.plan.height, channels: content.channels,
      values: prepared.plan.placed(values, channels: content.channels))
  }

  /// Step 3: returns `(x - mean) / std` of every channel, with `channels` channels.
  public func normalize(_ image: FloatImage) -> FloatImage {
    guard let constants = normalization.constants(channels: channels) else {
      preconditionFailure("normalize: \(normalization) does not fit \(channels) channels")
    }
    precondition(
      image.channels <= channels, "normalize: \(image.channels) channels into \(channels)")
    let (pixels, step) = (image.width * image.height, image.channels)
    let values = [Float](unsafeUninitializedCapacity: pixels * channels) { target, count in
      image.values.withUnsafeBufferPointer { source in
        for c in 0..<channels {
          let (mean, deviation) = (constants.mean[c], constants.standardDeviation[c])
          let first = step == 1 ? 0 : c
          for i in 0..<pixels {
            target[i * channels + c] = (source[i * step + first] - mean) / deviation
          }
        }
      }
      count = pixels * channels
    }
    return FloatImage(
      width: image.width, height: image.height, channels: channels, values: values)
  }

  /// All three steps, without augmentation: `size` x `size` x `channels`.
  public func process(_ image: Image) -> FloatImage {
    normalize(unitImage(prepare(image)))
  }
}
