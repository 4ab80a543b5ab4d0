"""Writes Tests/OptimizersTests/Goldens/: what PyTorch's and timm's optimizers and PyTorch's schedulers do.

Optimizers: a parameter of 12 numbers, values(12, 1), gets the gradients values(12, 1000 + t) for t = 1 ... 200, those of even
t scaled by 0.01; rules that look at matrices get them as (4, 3), (3, 4) or, as a convolution, (3, 2, 2, 1). Muon computes
in the parameter's type instead of bfloat16. Schedulers: the rate of each of 200 epochs (of 200 steps for OneCycleLR).

    python Benchmarks/parity/optimizer_goldens.py Tests/OptimizersTests/Goldens
"""

import pathlib
import sys

import torch
from timm.optim import AdamP, Lamb, Lion
from torch import optim
from torch.optim import lr_scheduler as schedulers

from fixture import swift_array, values

STEPS = 200
EPOCHS = 200

OPTIMIZERS = {
    "adam": lambda p: optim.Adam(p, lr=0.01),
    "adamWithPenalty": lambda p: optim.Adam(p, lr=0.01, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    "adamW": lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "plain": lambda p: optim.SGD(p, lr=0.05),
    "momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
}

MORE = {
    "rmsprop": ((12,), lambda p: optim.RMSprop(p, lr=0.01)),
    "rmspropCentred": ((12,), lambda p: optim.RMSprop(
        p, lr=0.01, alpha=0.9, eps=1e-6, momentum=0.8, centered=True, weight_decay=0.1)),
    "adagrad": ((12,), lambda p: optim.Adagrad(p, lr=0.05)),
    "adagradWithPenalty": ((12,), lambda p: optim.Adagrad(p, lr=0.05, eps=1e-6, weight_decay=0.1)),
    "lion": ((12,), lambda p: Lion(p, lr=0.001, weight_decay=0.1, foreach=False)),
    "lamb": ((12,), lambda p: Lamb(p, lr=0.01, weight_decay=0.1, max_grad_norm=None, foreach=False)),
    "lambWithoutDecay": ((12,), lambda p: Lamb(p, lr=0.01, weight_decay=0, max_grad_norm=None, foreach=False)),
    "adamP": ((4, 3), lambda p: AdamP(p, lr=0.01, weight_decay=0.1)),
    "adamPByChannel": ((4, 3), lambda p: AdamP(p, lr=0.01, weight_decay=0.1, delta=1.2)),
    "adamPOfConvolution": ((3, 2, 2, 1), lambda p: AdamP(p, lr=0.01, weight_decay=0.1, delta=0.9)),
    "muonTall": ((4, 3), lambda p: optim.Muon(p, lr=0.02)),
    "muonWide": ((3, 4), lambda p: optim.Muon(
        p, lr=0.02, momentum=0.9, ns_steps=3, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")),
}

FOLLOWING = {
    "warmupThenStep": lambda o: schedulers.StepLR(o, 7, gamma=0.3),
    "warmupThenMultiStep": lambda o: schedulers.MultiStepLR(o, [8, 11], gamma=0.2),
    "warmupThenExponential": lambda o: schedulers.ExponentialLR(o, 0.93),
    "warmupThenRestarts": lambda o: schedulers.CosineAnnealingWarmRestarts(o, 4, T_mult=2, eta_min=0.001),
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
    **{name: lambda o, make=make: schedulers.SequentialLR(o, [schedulers.LinearLR(o, 1 / 11, 1.0, 10), make(o)], [10])
       for name, make in FOLLOWING.items()},
}

PLATEAUS = {
    "plateau": {"factor": 0.5, "patience": 3},
    "plateauWithCooldown": {"factor": 0.3, "patience": 2, "cooldown": 4, "min_lr": 0.002},
    "plateauOfScore": {"mode": "max", "factor": 0.5, "patience": 2, "threshold": 0.05, "threshold_mode": "abs"},
}


def optimize(make, dtype, shape=(12,)):
    parameter = torch.nn.Parameter(torch.from_numpy(values(12, 1)).to(dtype).reshape(shape))
    optimizer = make([parameter])
    for step in range(1, STEPS + 1):
        gradient = torch.from_numpy(values(12, 1000 + step)).to(dtype).reshape(shape)
        parameter.grad = gradient * 0.01 if step % 2 == 0 else gradient
        optimizer.step()
    return parameter.detach().double().flatten()


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
    # Muon would round its products to bfloat16.
    torch.Tensor.bfloat16 = lambda tensor: tensor.clone()
    finals = []
    for name, (shape, make) in {**{n: ((12,), m) for n, m in OPTIMIZERS.items()}, **MORE}.items():
        exact, single = optimize(make, torch.float64, shape), optimize(make, torch.float32, shape)
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
