import CKernels

extension CPUBackend {
  public func attention(_ packed: Tensor, heads: Int) -> AttentionOutput {
    let plan = AttentionPlan("attention", packed.shape, heads: heads)
    var output = makeTensor(plan.outputShape)
    var logSums = makeTensor(plan.logSumShape)
    run(packed) { context in
      AttentionForward(
        plan: plan, context: context, packed: packed.baseAddress,
        output: output.mutableBaseAddress, logSums: logSums.mutableBaseAddress
      ).run()
    }
    return AttentionOutput(output: output, logSums: logSums)
  }

  public func attentionGradient(
    outputGradient: Tensor, packed: Tensor, output: Tensor, logSums: Tensor, heads: Int
  ) -> Tensor {
    let plan = AttentionPlan("attentionGradient", packed.shape, heads: heads)
    requireSameShape(
      "attentionGradient", "output gradient", outputGradient, as: plan.outputShape)
    requireSameShape("attentionGradient", "output", output, as: plan.outputShape)
    requireSameShape("attentionGradient", "log sums", logSums, as: plan.logSumShape)
    var gradient = makeTensor(packed.shape)
    run(outputGradient, packed, output, logSums) { context in
      AttentionBackward(
        plan: plan, context: context, outputGradient: outputGradient.baseAddress,
        packed: packed.baseAddress, output: output.baseAddress, logSums: logSums.baseAddress,
        gradient: gradient.mutableBaseAddress
      ).run()
    }
    return gradient
  }
}
