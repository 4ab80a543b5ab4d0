"""The functions of the comparison. Sources/hpo-bench/Case.swift has the same ones; `compare.py --check` proves it.

A case is its space, name to (kind, ...), the function of a dict of values, and its least value. Parameters with `if` exist
only beside a choice of another one. The optima of Ackley and Rastrigin are moved away from the middle of the range, where
the prior of every Parzen estimator has its peak.
"""
import math

import cnn_table


def floats(names, low, high):
    return {name: ("float", low, high, None, False) for name in names}


def axis(count):
    return [f"x{i}" for i in range(count)]


def values(p):
    return [p[f"x{i}"] for i in range(len(p))]


def branin(p):
    a, b = values(p)
    return (
        (b - 5.1 / (4 * math.pi**2) * a * a + 5 / math.pi * a - 6) ** 2
        + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a)
        + 10
    )


WEIGHTS = [1.0, 1.2, 3.0, 3.2]
A3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
P3 = [[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]
A6 = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
P6 = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]


def hartmann(a, p):
    def function(point):
        x = values(point)
        return -sum(
            w * math.exp(-sum(s * (v - c * 1e-4) ** 2 for s, v, c in zip(scales, x, centre)))
            for w, scales, centre in zip(WEIGHTS, a, p)
        )

    return function


def rosenbrock(p):
    x = values(p)
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def shift(index, half_range):
    """Where the optimum of axis `index` lies: at most 0.6 of the way to a border."""
    return 0.6 * half_range * math.cos(2.5 * index + 1)


def ackley(p):
    x = [v - shift(i, 32.768) for i, v in enumerate(values(p))]
    n = len(x)
    return (
        -20 * math.exp(-0.2 * math.sqrt(sum(v * v for v in x) / n))
        - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / n)
        + 20
        + math.e
    )


def levy(p):
    w = [1 + (v - 1) / 4 for v in values(p)]
    total = math.sin(math.pi * w[0]) ** 2
    for v in w[:-1]:
        total += (v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2)
    return total + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)


def styblinski(p):
    return sum(v**4 - 16 * v * v + 5 * v for v in values(p)) / 2


def rastrigin(p):
    x = [v - shift(i, 5.12) for i, v in enumerate(values(p))]
    return 10 * len(x) + sum(v * v - 10 * math.cos(2 * math.pi * v) for v in x)


MIXED = {
    "learning_rate": ("float", 1e-5, 1e-1, None, True),
    "weight_decay": ("float", 1e-6, 1e-2, None, True),
    "dropout": ("float", 0.0, 0.7, 0.05, False),
    "layers": ("int", 1, 8, 1, False),
    "width": ("int", 16, 512, 1, True),
    "batch": ("choice", [16, 32, 64, 128]),
    "optimizer": ("choice", ["sgd", "adam", "adamw", "rmsprop"]),
    "augmentation": ("choice", ["none", "light", "strong"]),
}


def mixed(p):
    """Like a validation error: the best learning rate falls with depth and rises with the batch."""
    rate = math.log10(p["learning_rate"])
    decay = math.log10(p["weight_decay"])
    width = math.log2(p["width"])
    batch = math.log2(p["batch"])
    best_rate = -2.5 - 0.15 * (p["layers"] - 4) + 0.25 * (batch - 5)
    penalty = {"sgd": 0.06, "adam": 0.02, "adamw": 0.0, "rmsprop": 0.04}[p["optimizer"]]
    shift_rate = {"sgd": 0.8, "adam": 0.0, "adamw": -0.2, "rmsprop": -0.4}[p["optimizer"]]
    strength = {"none": 0.0, "light": 0.2, "strong": 0.35}[p["augmentation"]]
    return (
        0.08 * (rate - best_rate - shift_rate) ** 2
        + 0.02 * (decay + 4) ** 2
        + 0.5 * (p["dropout"] + strength - 0.45) ** 2
        + 0.004 * (p["layers"] - 5) ** 2
        + 0.012 * (width - 7.2) ** 2
        + 0.01 * (batch - 5) ** 2
        + 0.25 * abs(strength - 0.2)
        + penalty
    )


CONDITIONAL = {
    "optimizer": ("choice", ["sgd", "adamw", "lion"]),
    "sgd_rate": ("float", 1e-4, 1.0, None, True, ("optimizer", 0)),
    "momentum": ("float", 0.0, 0.99, None, False, ("optimizer", 0)),
    "adamw_rate": ("float", 1e-6, 1e-1, None, True, ("optimizer", 1)),
    "beta": ("float", 0.8, 0.999, None, False, ("optimizer", 1)),
    "lion_rate": ("float", 1e-7, 1e-2, None, True, ("optimizer", 2)),
    "model": ("choice", ["cnn", "mlp"]),
    "blocks": ("int", 1, 12, 1, False, ("model", 0)),
    "kernel": ("choice", [1, 3, 5, 7], ("model", 0)),
    "hidden": ("int", 16, 1024, 1, True, ("model", 1)),
    "dropout": ("float", 0.0, 0.8, None, False),
}


def conditional(p):
    total = 0.6 * (p["dropout"] - 0.3) ** 2
    if p["optimizer"] == "sgd":
        effective = math.log10(p["sgd_rate"]) - 0.8 * math.log10(1 - p["momentum"])
        total += 0.02 + 0.1 * (effective + 0.6) ** 2 + 0.1 * (p["momentum"] - 0.9) ** 2
    elif p["optimizer"] == "adamw":
        total += 0.08 * (math.log10(p["adamw_rate"]) + 3.2) ** 2 + 2 * (p["beta"] - 0.92) ** 2
    else:
        total += 0.05 + 0.12 * (math.log10(p["lion_rate"]) + 4.5) ** 2
    if p["model"] == "cnn":
        total += 0.006 * (p["blocks"] - 7) ** 2 + 0.03 * abs(p["kernel"] - 3)
    else:
        total += 0.15 + 0.02 * (math.log2(p["hidden"]) - 8) ** 2
    return total


TABLE = {
    "batch_size": ("choice", cnn_table.CHOICES["batch_size"]),
    "learning_rate": ("float", *cnn_table.bounds("learning_rate"), None, True),
    "weight_decay": ("float", *cnn_table.bounds("weight_decay"), None, True),
    "dropout": ("float", *cnn_table.bounds("dropout"), None, False),
}

# name: (space, function, least value, standard deviation of the noise that the search sees)
CASES = {
    "branin": ({"x0": ("float", -5, 10, None, False), "x1": ("float", 0, 15, None, False)}, branin, 0.39788735772973816, 0),
    "hartmann3": (floats(axis(3), 0, 1), hartmann(A3, P3), -3.862779787332663, 0),
    "hartmann6": (floats(axis(6), 0, 1), hartmann(A6, P6), -3.3223680114155147, 0),
    "rosenbrock4": (floats(axis(4), -5, 10), rosenbrock, 0, 0),
    "ackley5": (floats(axis(5), -32.768, 32.768), ackley, 0, 0),
    "levy10": (floats(axis(10), -10, 10), levy, 0, 0),
    "styblinski6": (floats(axis(6), -5, 5), styblinski, -39.16616570377142 * 6, 0),
    "rastrigin10": (floats(axis(10), -5.12, 5.12), rastrigin, 0, 0),
    "mixed8": (MIXED, mixed, 0, 0),
    "conditional11": (CONDITIONAL, conditional, 0, 0),
    "noisy_hartmann6": (floats(axis(6), 0, 1), hartmann(A6, P6), -3.3223680114155147, 0.3),
    "cnn_table": (TABLE, cnn_table.response, min(cnn_table.table().values()), 0),
}
