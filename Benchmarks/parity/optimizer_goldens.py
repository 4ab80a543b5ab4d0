"""Writes Tests/OptimizersTests/Goldens/: what PyTorch's optimizers and schedulers do.

Optimizers: a parameter of 12 numbers, values(12, 1), gets the gradients values(12, 1000 + t) for t = 1 ... 200, those of even
t scaled by 0.01. Schedulers: the rate of each of 60 epochs (of 60 steps for OneCycleLR).

    python Benchmarks/parity/optimizer_goldens.py Tests/OptimizersTests/Goldens
"""

import pathlib
import sys

import torch
from torch import optim
from torch.optim import lr_scheduler as schedulers

from fixture import swift_array, values

STEPS = 200
EPOCHS = 60

OPTIMIZERS = {
    "adam": lambda p: optim.Adam(p, lr=0.01),
    "adamWithPenalty": lambda p: optim.Adam(p, lr=0.01, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    "adamW": lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "plain": lambda p: optim.SGD(p, lr=0.05),
    "momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
}

SCHEDULES = {
    "stepDecay": lambda o: schedulers.StepLR(o, 7, gamma=0.3),
    "multiStepDecay": lambda o: schedulers.MultiStepLR(o, [5, 20, 20, 41], gamma=0.2),
    "exponentialDecay": lambda o: schedulers.ExponentialLR(o, 0.93),
    "cosineAnnealing": lambda o: schedulers.CosineAnnealingLR(o, 25, eta_min=0.001),
    "cosineWarmRestarts": lambda o: schedulers.CosineAnnealingWarmRestarts(o, 4, T_mult=2, eta_min=0.001),
    "cosineEqualRestarts": lambda o: schedulers.CosineAnnealingWarmRestarts(o, 7),
    "oneCycle": lambda o: schedulers.OneCycleLR(o, 0.5, total_steps=EPOCHS, cycle_momentum=False),
    "warmupThenCosine": lambda o: schedulers.SequentialLR(
        o, [schedulers.LinearLR(o, 1 / 6, 1.0, 5), schedulers.CosineAnnealingLR(o, 40)], [5]),
}

PLATEAUS = {
    "plateau": {"factor": 0.5, "patience": 3},
    "plateauWithCooldown": {"factor": 0.3, "patience": 2, "cooldown": 4, "min_lr": 0.002},
    "plateauOfScore": {"mode": "max", "factor": 0.5, "patience": 2, "threshold": 0.05, "threshold_mode": "abs"},
}


def optimize(make, dtype):
    parameter = torch.nn.Parameter(torch.from_numpy(values(12, 1)).to(dtype))
    optimizer = make([parameter])
    for step in range(1, STEPS + 1):
        gradient = torch.from_numpy(values(12, 1000 + step)).to(dtype)
        parameter.grad = gradient * 0.01 if step % 2 == 0 else gradient
        optimizer.step()
    return parameter.detach().double()


def rates(make, metrics=None):
    optimizer = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = make(optimizer)
    result = []
    for epoch in range(EPOCHS):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if epoch + 1 < EPOCHS:
            scheduler.step(*([metrics[epoch]] if metrics else []))
    return result


def write(path, type_name, items):
    body = "\n\n".join(f"  static let {name}: [Double] = [\n{swift_array(numbers)}\n  ]" for name, numbers in items)
    path.write_text(f"// Written by Benchmarks/parity/optimizer_goldens.py with PyTorch {torch.__version__}.\n\n"
                    f"/// What PyTorch does.\nenum {type_name} {{\n{body}\n}}\n")


def main():
    folder = pathlib.Path(sys.argv[1])
    finals = []
    for name, make in OPTIMIZERS.items():
        exact, single = optimize(make, torch.float64), optimize(make, torch.float32)
        print(name, "float32 PyTorch is off by", float((single - exact).abs().max()), file=sys.stderr)
        finals.append((name, exact.tolist()))
    write(folder / "OptimizerGoldens.swift", "OptimizerGoldens", finals)
    # A loss that falls, then stays and trembles.
    metrics = [1 / (1 + e) + 0.02 * float(v) for e, v in enumerate(values(EPOCHS, 5))]
    curves = [(name, rates(make)) for name, make in SCHEDULES.items()]
    curves += [(name, rates(lambda o: schedulers.ReduceLROnPlateau(o, **options), metrics))
               for name, options in PLATEAUS.items()]
    write(folder / "ScheduleGoldens.swift", "ScheduleGoldens", curves + [("monitored", metrics)])


if __name__ == "__main__":
    main()
