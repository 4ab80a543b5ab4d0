"""Writes Tests/LayersTests/Goldens/ExplanationGoldens.swift: class activation maps of float64 PyTorch 2.13.0.

Weights and images are those of model_goldens.py. The maps are computed with autograd at the last max pooling; Grad-CAM
and Grad-CAM++ after the papers' formulas.

    python Benchmarks/parity/explanation_goldens.py > Tests/LayersTests/Goldens/ExplanationGoldens.swift
"""

import torch
from torch.nn import functional as F

from fixture import swift_array
from model_goldens import fill, made_up
from networks import Custom1, MyNet

pool = F.max_pool2d


def maps(model, size, targets):
    fill(model)
    model = model.double().eval()
    seen = []

    def noting_pool(*arguments):
        seen.append(pool(*arguments))
        seen[-1].retain_grad()
        return seen[-1]

    F.max_pool2d = noting_pool
    logits = model(made_up(torch.Size(size), 9).permute(0, 3, 1, 2).double())
    F.max_pool2d = pool
    activations = seen[-1]
    for target in targets:
        gradient, = torch.autograd.grad(logits.flatten()[target], activations, retain_graph=True)
        a, g = activations[0].detach(), gradient[0]
        plain = torch.relu((g.mean((1, 2))[:, None, None] * a).sum(0))
        divisor = 2 * g ** 2 + g ** 3 * a.sum((1, 2))[:, None, None]
        alpha = torch.where(divisor != 0, g ** 2 / divisor, torch.zeros(()).double())
        plus = torch.relu(((alpha * torch.relu(g)).sum((1, 2))[:, None, None] * a).sum(0))
        yield target, plain, plus


print("// Written by Benchmarks/parity/explanation_goldens.py with float64 PyTorch 2.13.0+cpu.\n")
print("/// A class activation map that PyTorch computes on made-up weights.\nstruct ExplanationGolden: Sendable {")
print("  let target: Int\n  let width: Int\n  let gradCAM: [Double]\n  let gradCAMPlusPlus: [Double]\n")
for name, model, size, targets in [("custom1", Custom1(), [1, 97, 113, 3], [3, 17]),
                                   ("myNet", MyNet(), [1, 28, 28, 1], [0, 7])]:
    print(f"  static let {name} = [")
    for target, plain, plus in maps(model, size, targets):
        print(f"    ExplanationGolden(\n      target: {target}, width: {plain.shape[1]},")
        print(f"      gradCAM: [\n{swift_array(plain.flatten().tolist(), 8)}\n      ],")
        print(f"      gradCAMPlusPlus: [\n{swift_array(plus.flatten().tolist(), 8)}\n      ]),")
    print("  ]")
print("}")
