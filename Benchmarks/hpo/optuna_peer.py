#!/usr/bin/env python3
"""Optuna's side: regrets after 100 and 300 trials, as `sampler,case,seed,trials,regret` on standard output.

  optuna_peer.py [--samplers multivariate,univariate,group] [--cases a,b] [--seeds 0:30] [--trials 300]
  optuna_peer.py --speed 100,1000        milliseconds of one suggestion with 8 parameters, beside that many trials
"""
import argparse
import sys
import time
import warnings

import numpy as np
import optuna

from cases import CASES

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")


def suggest(trial, space):
    values = {}
    for name, (kind, *rest) in space.items():
        if rest and isinstance(rest[-1], tuple):
            parameter, choice = rest.pop()
            if values.get(parameter) != space[parameter][1][choice]:
                continue
        if kind == "choice":
            values[name] = trial.suggest_categorical(name, rest[0])
        elif kind == "int":
            low, high, step, log = rest
            values[name] = trial.suggest_int(name, low, high, step=step, log=log)
        else:
            low, high, step, log = rest
            values[name] = trial.suggest_float(name, low, high, step=step, log=log)
    return values


def sampler(kind, seed):
    if kind == "random":
        return optuna.samplers.RandomSampler(seed=seed)
    if kind == "group":
        return optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True)
    return optuna.samplers.TPESampler(seed=seed, multivariate=kind == "multivariate")


def regrets(kind, case, seed, trials):
    space, function, least, noise = CASES[case]
    noise_source = np.random.default_rng([7, seed])
    study = optuna.create_study(sampler=sampler(kind, seed))
    true_values, best = {}, []

    def objective(trial):
        value = function(suggest(trial, space))
        true_values[trial.number] = value
        return value + noise * noise_source.standard_normal() if noise else value

    for count in (100, 300):
        if count <= trials:
            study.optimize(objective, n_trials=count - len(true_values))
            best.append((count, true_values[study.best_trial.number] - least))
    return best


def speed(counts):
    space = CASES["hartmann6"][0] | {"x6": ("float", 0, 1, None, False), "x7": ("float", 0, 1, None, False)}
    for kind in ("univariate", "multivariate"):
        for count in counts:
            study = optuna.create_study(sampler=sampler(kind, 0))
            distributions = {name: optuna.distributions.FloatDistribution(0, 1) for name in space}
            source = np.random.default_rng(0)
            for _ in range(count):
                point = {name: float(source.random()) for name in space}
                study.add_trial(
                    optuna.trial.create_trial(
                        params=point, distributions=distributions, value=sum(point.values())
                    )
                )
            times = []
            for _ in range(20):
                start = time.perf_counter()
                trial = study.ask()
                point = suggest(trial, space)
                times.append(time.perf_counter() - start)
                study.tell(trial, sum(point.values()))
            print(f"optuna {kind},{count},{1000 * float(np.median(times)):.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samplers", default="multivariate,univariate")
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--seeds", default="0:30")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--speed")
    arguments = parser.parse_args()
    if arguments.speed:
        return speed([int(count) for count in arguments.speed.split(",")])
    low, high = map(int, arguments.seeds.split(":"))
    for case in arguments.cases.split(","):
        for kind in arguments.samplers.split(","):
            for seed in range(low, high):
                for count, regret in regrets(kind, case, seed, arguments.trials):
                    print(f"optuna_{kind},{case},{seed},{count},{regret:.6g}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
