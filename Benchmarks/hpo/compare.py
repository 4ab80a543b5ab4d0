#!/usr/bin/env python3
"""Compares regrets of samplers, seed by seed.

  compare.py OURS.csv OPTUNA.csv [OTHER.csv ...] [--ours tpe]   the table of medians, rank-sum tests and pooled ranks
  compare.py --check HPO_BENCH                                    whether both sides search the same functions

The peer of a case is the better of Optuna's two by its median. "Worse" needs a two-sided rank-sum test (Mann-Whitney)
with p < 0.05. Pooled: each seed of each case is ranked between ours and that peer; a sign-rank test over the differences
of the ranks within the case. Exit status 1 if ours is significantly worse anywhere, not better or equal in 80 % of the
cases, or not better pooled with p < 0.05.
"""
import argparse
import collections
import csv
import subprocess
import sys

import numpy as np
from scipy import stats

from cases import CASES
from cnn_table import TABLE


def load(paths):
    """(sampler, case, trials) to regrets by seed."""
    table = collections.defaultdict(dict)
    for path in paths:
        with open(path) as lines:
            for sampler, case, seed, trials, regret in csv.reader(lines):
                table[sampler, case, int(trials)][int(seed)] = float(regret)
    return {key: np.array([row[seed] for seed in sorted(row)]) for key, row in table.items()}


def compare(arguments):
    table = load(arguments.files)
    samplers = sorted({key[0] for key in table}, key=lambda name: (name != arguments.ours, name))
    worse, better, total, pooled_ours, pooled_peer = [], 0, 0, [], []
    print("| case | trials | " + " | ".join(samplers) + " | p against the better | |")
    print("|---|---|" + "---|" * (len(samplers) + 2))
    for case in CASES:
        for trials in (100, 300):
            ours = table.get((arguments.ours, case, trials))
            peers = [
                (np.median(table[name, case, trials]), name)
                for name in ("optuna_multivariate", "optuna_univariate")
                if (name, case, trials) in table
            ]
            if ours is None or not peers:
                continue
            peer = table[min(peers)[1], case, trials]
            p = stats.mannwhitneyu(ours, peer).pvalue
            is_better = np.median(ours) <= np.median(peer)
            total += 1
            better += is_better
            if not is_better and p < 0.05:
                worse.append(f"{case} {trials}")
            ranks = stats.rankdata(np.concatenate([ours, peer])) / (len(ours) + len(peer))
            pooled_ours.extend(ranks[: len(ours)])
            pooled_peer.extend(ranks[len(ours) :])
            cells = []
            for name in samplers:
                values = table.get((name, case, trials))
                cells.append("" if values is None else f"{np.median(values):.3g}")
            mark = "**worse**" if not is_better and p < 0.05 else "better" if is_better and p < 0.05 else ""
            print(f"| {case} | {trials} | " + " | ".join(cells) + f" | {p:.2g} | {mark} |")
    count = min(len(pooled_ours), len(pooled_peer))
    p = stats.mannwhitneyu(pooled_ours, pooled_peer).pvalue
    print(
        f"\nbetter or equal in {better} of {total}; significantly worse: {', '.join(worse) or 'nowhere'}; "
        f"mean rank {np.mean(pooled_ours):.4f} against {np.mean(pooled_peer):.4f} of {count} runs, p = {p:.2g}"
    )
    return int(bool(worse) or better < 0.8 * total or np.mean(pooled_ours) > np.mean(pooled_peer) or p >= 0.05)


def check(program):
    lines = subprocess.run([program, "values", "--table", TABLE], capture_output=True, text=True, check=True).stdout
    largest = 0.0
    for line in lines.splitlines():
        case, value, *settings = line.split()
        space, function, *_ = CASES[case]
        point = {}
        for setting in settings:
            name, text = setting.split("=")
            kind = space[name][0]
            if kind == "choice":
                point[name] = space[name][1][int(text[1:])]
            else:
                point[name] = int(text) if kind == "int" else float(text)
        point = {name: point[name] for name in space if name in point}
        largest = max(largest, abs(function(point) - float(value)) / max(1, abs(float(value))))
    print(f"{len(lines.splitlines())} points, largest relative difference {largest:.2g}")
    return int(not lines or largest > 1e-10)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--ours", default="tpe")
    parser.add_argument("--check")
    arguments = parser.parse_args()
    return check(arguments.check) if arguments.check else compare(arguments)


if __name__ == "__main__":
    sys.exit(main())
