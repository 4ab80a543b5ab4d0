"""Writes Tests/LayersTests/Goldens/ModelGoldens.swift: what float64 PyTorch computes for our own architectures.

Parameter p (in the order of parameters()) holds values(count, 100 + p), scaled by its role; running means hold
0.1 values(count, 300 + b) and running variances 1 + 0.5 values(count, 300 + b). A gradient is compared by its norm and by its
product with values(count, 500 + p), both over PyTorch's order of elements.

    python Benchmarks/parity/model_goldens.py > Tests/LayersTests/Goldens/ModelGoldens.swift
"""

import collections
import sys

import torch
from torch import nn
from torch.nn import functional as F

from fixture import published, swift_array, values
from networks import Custom1, LeNet, MyNet


def made_up(shape, seed):
    return torch.from_numpy(values(shape.numel(), seed)).reshape(shape)


def fill(model):
    norms = {name for name, module in model.named_modules() if isinstance(module, (nn.BatchNorm2d, nn.LayerNorm))}
    with torch.no_grad():
        for p, (name, parameter) in enumerate(model.named_parameters()):
            value = made_up(parameter.shape, 100 + p)
            module, _, role = name.rpartition(".")
            if role in ("gamma", "lambda1"):
                value = 1 + 0.2 * value
            elif role in ("cls_token", "pos_embed", "mask_token", "position_embeddings"):
                value = 0.5 * value
            elif module in norms:
                value = 1 + 0.2 * value if role == "weight" else 0.1 * value
            elif role == "weight":
                value = value * (3 / parameter[0].numel()) ** 0.5
            else:
                value = 0.1 * value
            parameter.copy_(value)
        floats = [(n, b) for n, b in model.named_buffers() if b.dtype.is_floating_point]
        for b, (name, buffer) in enumerate(floats):
            value = made_up(buffer.shape, 300 + b)
            buffer.copy_(0.1 * value if name.endswith("mean") else 1 + 0.5 * value)


def outcome(make, images, labels, weights, training, dtype):
    model = make()
    fill(model)
    model = model.to(dtype).train(training)
    logits = model(images.permute(0, 3, 1, 2).to(dtype))
    rows = logits.reshape(-1, logits.shape[-1])
    weight = None if weights is None else torch.tensor(weights, dtype=dtype)
    loss = F.cross_entropy(rows, torch.tensor(labels), weight=weight)
    loss.backward()
    result = collections.OrderedDict(logits=logits.detach().flatten().double(), loss=loss.detach().double())
    result["names"] = [published(name) for name in model.state_dict()]
    # A parameter that nothing depends on has no gradient.
    gradients = [torch.zeros(p.numel()).double() if p.grad is None else p.grad.double().flatten()
                 for p in model.parameters()]
    result["norms"] = torch.stack([g.norm() for g in gradients])
    result["projections"] = torch.stack(
        [(g * made_up(g.shape, 500 + p)).sum() for p, g in enumerate(gradients)])
    floats = [b.double() for _, b in model.named_buffers() if b.dtype.is_floating_point]
    result["buffers"] = torch.tensor([float((b * made_up(b.shape, 700 + i)).sum()) for i, b in enumerate(floats)],
                                     dtype=torch.float64)
    return result


def golden(name, make, size, labels, weights, training):
    images = made_up(torch.Size(size), 9)
    exact = outcome(make, images, labels, weights, training, torch.float64)
    single = outcome(make, images, labels, weights, training, torch.float32)
    scale = exact["norms"].max()
    print(name, "float32 PyTorch is off by",
          {k: max((single[k] - exact[k]).abs().flatten().tolist(), default=0) for k in exact if k != "names"},
          "relative gradient norms", float(((single["norms"] - exact["norms"]).abs() / exact["norms"]).max()),
          "largest norm", float(scale), "smallest", float(exact["norms"].min()), file=sys.stderr)
    names = "\n".join(f'      "{n}",' for n in exact["names"])
    fields = "\n".join(
        f"    {field}: [\n{swift_array(exact[key].tolist(), 6)}\n    ]{comma}"
        for field, key, comma in [("logits", "logits", ","), ("gradientNorms", "norms", ","),
                                  ("gradientProjections", "projections", ","), ("bufferProjections", "buffers", ")")])
    return (f"  static let {name} = ModelGolden(\n    stateNames: [\n{names}\n    ],\n"
            f"    loss: {float(exact['loss'])!r},\n{fields}\n")


def main():
    torch.set_num_threads(1)
    print("// Written by Benchmarks/parity/model_goldens.py with float64 PyTorch " + torch.__version__ + ".\n")
    print("extension ModelGolden {")
    print(golden("custom1", Custom1, (6, 97, 113, 3), [(3 * i) % 5 for i in range(36)], [1, 1, 1, 1, 0.3], True))
    print(golden("leNet", LeNet, (5, 28, 28, 1), [3, 1, 4, 1, 5], None, True))
    print(golden("myNet", MyNet, (5, 28, 28, 1), [3, 1, 4, 1, 5], None, False))
    print("}")


if __name__ == "__main__":
    main()
