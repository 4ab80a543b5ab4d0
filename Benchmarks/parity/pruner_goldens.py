"""Writes Tests/HyperoptTests/Goldens/PrunerGoldens.swift: after how many reports Optuna's pruners stop each trial.

40 trials of 30 steps report the whole numbers of curve(), four of them at a time in turn, and each report is judged. Needs
Optuna 5.0. The lengths of halving are given: where Optuna estimates them, it never learns what trials before the first
complete one had at a rung, and so decides by the order of its calls.

    python Benchmarks/parity/pruner_goldens.py Tests/HyperoptTests/Goldens
"""

import pathlib
import sys
import warnings

import optuna
from optuna import pruners

TRIALS = 40
STEPS = 30
AT_ONCE = 4

PRUNERS = {
    "none": lambda: pruners.NopPruner(),
    "median": lambda: pruners.MedianPruner(),
    "medianWithWarmUp": lambda: pruners.MedianPruner(3, 7, 4, n_min_trials=6),
    "percentile": lambda: pruners.PercentilePruner(30.0, n_startup_trials=2),
    "halving": lambda: pruners.SuccessiveHalvingPruner(1),
    "halvingWithBootstrap": lambda: pruners.SuccessiveHalvingPruner(2, 2, 1, 3),
    "hyperband": lambda: pruners.HyperbandPruner(1, 30, 3),
    "hyperbandByHalves": lambda: pruners.HyperbandPruner(2, 27, 2),
    "patient": lambda: pruners.PatientPruner(None, 1, 5.0),
    "patientMedian": lambda: pruners.PatientPruner(pruners.MedianPruner(), 1),
    "threshold": lambda: pruners.ThresholdPruner(lower=20, upper=700, n_warmup_steps=3, interval_steps=2),
}


def curve(trial, step):
    """Falls as a loss does, to a level of its own, with ties, noise and a missing value now and then."""
    if (trial * 13 + step * 7) % 97 == 5:
        return float("nan")
    return float(1000 // (step + 2) + (trial * 37 % 101) * 3 + (trial * 53 + step * 29) % 41)


def survived(make, direction):
    sign = 1 if direction == "minimize" else -1
    study = optuna.create_study(study_name="goldens", pruner=make(), direction=direction,
                                sampler=optuna.samplers.RandomSampler(seed=0))
    counts = [0] * TRIALS
    live = []
    begun = 0
    while begun < TRIALS or live:
        while len(live) < AT_ONCE and begun < TRIALS:
            live.append(study.ask())
            begun += 1
        for trial in list(live):
            number = trial.number
            value = sign * curve(number, counts[number])
            trial.report(value, counts[number])
            counts[number] += 1
            if trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
            elif counts[number] == STEPS:
                study.tell(trial, sign * float(number))
            else:
                continue
            live.remove(trial)
    return counts


def main(folder):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore")
    lines = [
        "// Written by Benchmarks/parity/pruner_goldens.py with Optuna " + optuna.__version__ + ".",
        "",
        "/// After how many reports each of 40 trials was stopped; 30: it was complete.",
        "enum PrunerGoldens {",
    ]
    for name, make in PRUNERS.items():
        for direction in ("minimize", "maximize"):
            counts = survived(make, direction)
            lines.append(f"  static let {name}{direction.capitalize()}: [Int] = [")
            for start in range(0, TRIALS, 20):
                lines.append("    " + ", ".join(map(str, counts[start:start + 20])) + ",")
            lines.append("  ]")
    lines.append("}")
    pathlib.Path(folder, "PrunerGoldens.swift").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
