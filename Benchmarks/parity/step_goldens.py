"""Writes Tests/OptimizersTests/Goldens/StepGoldens.swift: the losses of 20 training steps of LeNet in PyTorch.

Weights, images and labels are made up as in model_goldens.py; every step t has its own batch of 16 images of 28 x 28,
values(..., 2000 + t), and the labels (7 i + t) mod 10. Beside float64's losses stands the largest distance of float32
PyTorch from them. (Custom_1 will not do on made-up images this small: its last batch norm sees one value per image, and
float32 PyTorch itself is off by 0.4 after 20 steps.)

    python Benchmarks/parity/step_goldens.py > Tests/OptimizersTests/Goldens/StepGoldens.swift
"""

import torch
from torch import optim
from torch.nn import functional as F

from fixture import swift_array
from model_goldens import LeNet, fill, made_up

STEPS = 20
OPTIMIZERS = {
    "momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-4),
    "adamW": lambda p: optim.AdamW(p, lr=1e-3, weight_decay=0.01),
}


def losses(make, dtype):
    model = LeNet()
    fill(model)
    model = model.to(dtype).train()
    optimizer = make(model.parameters())
    result = []
    for step in range(STEPS):
        images = made_up(torch.Size((16, 28, 28, 1)), 2000 + step).to(dtype).permute(0, 3, 1, 2)
        labels = torch.tensor([(7 * i + step) % 10 for i in range(16)])
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        result.append(float(loss.detach().double()))
    return result


def main():
    torch.set_num_threads(1)
    print(f"// Written by Benchmarks/parity/step_goldens.py with PyTorch {torch.__version__}.\n")
    print("/// The losses of 20 training steps of LeNet in PyTorch.\nenum StepGoldens {")
    for name, make in OPTIMIZERS.items():
        exact, single = losses(make, torch.float64), losses(make, torch.float32)
        error = max(abs(a - b) for a, b in zip(exact, single))
        print(f"  static let {name}: [Double] = [\n{swift_array(exact)}\n  ]\n")
        print(f"  /// How far float32 PyTorch is off.\n  static let {name}SingleError = {error!r}\n")
    print("}")


if __name__ == "__main__":
    main()
