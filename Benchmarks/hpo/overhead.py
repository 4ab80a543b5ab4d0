#!/usr/bin/env python3
"""What a search takes beyond its trainings: a study's time beside that of the same trainings, each started by hand.

  overhead.py --program MAIN --data FASHION_MNIST [--trials 2] [--epochs 15] [--images 10000] [--threads 1] [--rounds 3]

The trials train LeNet on the first images of Fashion-MNIST, with the shipped space and nothing pruned. By hand means
`--mode train` with a trial's own config.ini, and `--no-test` as the search has it, into other folders. Rounds take turns, and
of each part (what precedes the first trial, each trial, what follows the last, each training by hand) the fastest counts, so
that what else the machine does meets neither side. Exit status 1 if a study of 50 such trials, the default, would take 1 %
longer than its trainings, or more.
"""
import argparse
import csv
import datetime
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from new_user import write_fashion


def processors():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def study_parts(command, folder):
    """Seconds before the first trial, from each trial's start to the next one's, and after the last one's end."""
    start = time.time()
    subprocess.run(command, cwd=folder, check=True)
    end = time.time()
    with open(folder / "models/hyperopt/s/trials.csv") as lines:
        rows = list(csv.DictReader(lines))
    moments = [
        [datetime.datetime.fromisoformat(row[f"datetime_{name}"]).timestamp() for row in rows]
        for name in ("start", "complete")
    ]
    begun = moments[0] + [moments[1][-1]]
    return [begun[0] - start, end - begun[-1], *(after - before for before, after in zip(begun, begun[1:]))]


def training(command, folder):
    start = time.time()
    subprocess.run(command, cwd=folder, check=True)
    return time.time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--trials", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--images", type=int, default=10000)
    parser.add_argument("--threads", default="1")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    program = str(arguments.program.resolve())
    searches, trainings, used = [], [], [0.0, 0.0]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_fashion(folder / "data", arguments.data, arguments.images)
        search = [program, "--mode", "hyperopt", "--study-name", "s", "--n-trials", str(arguments.trials), "--quiet"]
        search += ["--set", "Data.dataset=idx", "--set", "Data.root=data", "--set", "Model.model_arch=LeNet"]
        search += ["--set", "Callbacks.early_stopping_patience=0", "--pruner", "none"]
        search += ["--threads", arguments.threads, "--max-epochs", str(arguments.epochs)]
        for _ in range(arguments.rounds):
            shutil.rmtree(folder / "models", ignore_errors=True)
            before = processors()
            searches.append(study_parts(search, folder))
            between = processors()
            alone = []
            for number in range(arguments.trials):
                command = [program, "--mode", "train", "--config", f"models/hyperopt/s/trials/{number}/config.ini"]
                for key in ("models", "logs", "runs"):
                    command += ["--set", f"Output.{key}_dir=alone/{key}"]
                alone.append(training([*command, "--no-test", "--quiet"], folder))
            trainings.append(alone)
            used[0] += between - before
            used[1] += processors() - between
    before, after, *trials = (min(part) for part in zip(*searches))
    alone = [min(part) for part in zip(*trainings)]
    count = len(alone)
    more = (sum(trials) - sum(alone)) / count
    each = sum(alone) / count
    share = ((before + after) / 50 + more) / each
    print(
        f"{count} trainings of {each:.2f} s by hand; as trials {1000 * more:+.0f} ms each, {before:.2f} s before the first and "
        f"{after:.2f} s after the last\nprocessors: {used[0]:.2f} s for the searches, {used[1]:.2f} s by hand\n"
        f"a study of 50 takes {100 * share:.2f} % longer than its trainings"
    )
    return int(share >= 0.01)


if __name__ == "__main__":
    sys.exit(main())
