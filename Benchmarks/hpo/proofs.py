#!/usr/bin/env python3
"""What a study must stand, shown with the built program beside Optuna.

  proofs.py --program MAIN agents     8 agents in processes of their own search Branin with ask and tell, 400 results; three
                                      are killed with -9 at random moments, while Optuna opens the journal all the time
  proofs.py --program MAIN trainings  the same with sweep agents, whose 400 trials are real trainings: a killed agent's trial is
                                      continued under its number
  proofs.py --program MAIN killed     a study of 24 trials (TPE), killed with -9 six times and continued, is the uninterrupted
                                      one, trial by trial
  proofs.py --program MAIN journal    a journal of 10,000 trials of 8 parameters is read; `ask` beside 100 trials

What a search takes beyond its trainings: overhead.py.

Needs Optuna. Exit status 1 if what is promised does not hold.
"""
import argparse
import json
import math
import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np
import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)

SPACE = """[Hyperopt]
direction = minimize
[Search]
x = uniform(-5, 10)
y = uniform(0, 15)
"""
TRAINING = """[Data]
dataset = idx
root = data
[Model]
model_arch = LeNet
[Training]
threads = 1
[Logging]
tensorboard = false
[Hyperopt]
study_name = s
max_epochs = {epochs}
startup_trials = 5
pruner = none
[Sweep]
method = bayes
run_cap = {cap}
[Search]
Training.learning_rate = loguniform(1e-4, 1e-1)
Optimization.optimizer = choice(adam, sgd)
Model.dropout = uniform(0, 0.6)
Optimization.momentum = uniform(0.5, 0.95) if Optimization.optimizer == sgd
"""


def branin(x, y):
    return (
        (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10
    )


def load(journal):
    return optuna.load_study(study_name=None, storage=JournalStorage(JournalFileBackend(str(journal))))


class Poller(threading.Thread):
    """Opens a journal with Optuna again and again, and counts how often that failed."""

    def __init__(self, journal):
        super().__init__(daemon=True)
        self.journal, self.opened, self.problems, self.stop = journal, 0, [], threading.Event()

    def run(self):
        while not self.stop.wait(0.05):
            if not self.journal.exists() or b"\n" not in self.journal.read_bytes():
                continue
            try:
                trials = load(self.journal).get_trials(deepcopy=False)
                assert [trial.number for trial in trials] == list(range(len(trials)))
                self.opened += 1
            except Exception as problem:  # Whatever it is, it is a failure of ours.
                self.problems.append(repr(problem))

    def finish(self):
        self.stop.set()
        self.join()
        print(f"Optuna opened the journal {self.opened} times, failed {len(self.problems)} times {self.problems[:1]}")
        return self.opened > 0 and not self.problems


def agent(program, results):
    """Asks and tells until 400 results are told; notes each after it was accepted."""
    while True:
        answer = subprocess.run(
            [program, "--mode", "ask", "--study", "s.journal", "--space", "space.ini"], capture_output=True, text=True
        )
        trial = json.loads(answer.stdout)
        value = branin(**trial["params"])
        if trial["trial"] >= 400 + 8:
            return
        words = ["--study", "s.journal", "--trial", str(trial["trial"]), f"--value={value!r}"]
        told = subprocess.run([program, "--mode", "tell", *words], capture_output=True, text=True)
        if told.returncode == 0:
            with open(results, "a") as output:
                output.write(f"{trial['trial']} {value!r}\n")


def run_agents(program, count, kill):
    poller = Poller(pathlib.Path("s.journal").absolute())
    poller.start()
    agents = []
    for index in range(count):
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            try:
                agent(program, f"told.{index}")
            finally:
                os._exit(0)
        agents.append(pid)
    victims = random.sample(range(count), kill)
    for index in victims:
        time.sleep(random.uniform(0.5, 3))
        os.killpg(agents[index], signal.SIGKILL)
        print(f"killed agent {index}")
    for pid in agents:
        os.waitpid(pid, 0)
    is_readable = poller.finish()
    told = [line.split() for index in range(count) if os.path.exists(f"told.{index}") for line in open(f"told.{index}")]
    trials = load("s.journal").get_trials(deepcopy=False)
    complete = {trial.number: trial.value for trial in trials if trial.state.name == "COMPLETE"}
    numbers = [int(number) for number, _ in told]
    lost = [number for number, value in told if complete.get(int(number)) != float(value)]
    print(
        f"{count} agents: {len(trials)} trials, {len(complete)} complete, told {len(told)}, "
        f"twice {len(numbers) - len(set(numbers))}, lost {len(lost)}, best {min(complete.values()) - 0.39788735772973816:.2g}"
    )
    is_right = is_readable and not lost and len(numbers) == len(set(numbers)) and len(complete) >= 400
    return is_right, min(complete.values()) - 0.39788735772973816


def agents(program):
    outcomes = []
    for count, kill in ((1, 0), (8, 3)):
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            pathlib.Path("space.ini").write_text(SPACE)
            outcomes.append(run_agents(program, count, kill))
            os.chdir("/")
    (is_right, alone), (are_right, together) = outcomes
    # Both lie where only the last digits of the coordinates differ.
    return is_right and are_right and (together <= alone or together < 1e-3)


def prepare(**values):
    """A configuration, and a small data set of noisy patterns."""
    pathlib.Path("config.ini").write_text(TRAINING.format(**values))
    source = np.random.default_rng(0)
    pathlib.Path("data").mkdir()
    centres = source.uniform(0, 255, (10, 28, 28))
    for part, count in (("train", 600), ("t10k", 100)):
        labels = np.arange(count) % 10
        images = np.clip(centres[labels] * 0.2 + source.normal(100, 60, (count, 28, 28)), 0, 255)
        content = struct.pack(">IIII", 2051, count, 28, 28) + images.astype(np.uint8).tobytes()
        pathlib.Path(f"data/{part}-images-idx3-ubyte").write_bytes(content)
        content = struct.pack(">II", 2049, count) + labels.astype(np.uint8).tobytes()
        pathlib.Path(f"data/{part}-labels-idx1-ubyte").write_bytes(content)


def trainings(program):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare(epochs=2, cap=400)
        made = subprocess.run([program, "--mode", "sweep", "--quiet"], capture_output=True, text=True, check=True)
        sweep = made.stdout.split()[-1]
        journal = pathlib.Path(f"models/hyperopt/{sweep}/study.journal").absolute()
        poller = Poller(journal)
        poller.start()
        words = [program, "--mode", "sweep-agent", "--sweep-id", sweep, "--quiet"]
        agents = [subprocess.Popen(words, start_new_session=True) for _ in range(8)]
        for index in random.sample(range(8), 3):
            time.sleep(random.uniform(2, 6))
            agents[index].kill()
            print(f"killed agent {index}")
        for process in agents:
            process.wait()
        is_readable = poller.finish()
        trials = load(journal).get_trials(deepcopy=False)
        attempts = [trial.system_attrs["roentgen:worker"]["attempt"] for trial in trials]
        steps = [list(trial.intermediate_values) for trial in trials]
        print(
            f"{len(trials)} trials, {sum(trial.state.name == 'COMPLETE' for trial in trials)} complete, "
            f"{sum(attempt > 1 for attempt in attempts)} continued by another agent"
        )
        os.chdir("/")
        return (
            is_readable
            and len(trials) == 400
            and all(trial.state.name == "COMPLETE" for trial in trials)
            and all(step == [1, 2] for step in steps)
        )


def rows(journal):
    return [
        (trial.number, trial.state.name, trial.value, trial.params, trial.intermediate_values)
        for trial in load(journal).get_trials(deepcopy=False)
    ]


def killed(program):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare(epochs=3, cap=1)
        words = [program, "--mode", "hyperopt", "--n-trials", "24", "--quiet"]
        subprocess.run(words, check=True)
        whole = rows("models/hyperopt/s/study.journal")
        os.rename("models/hyperopt/s", "models/hyperopt/whole")
        deaths = 0
        while True:
            process = subprocess.Popen(words)
            try:
                process.wait(random.uniform(0.5, 1.5) if deaths < 6 else None)
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                deaths += 1
        continued = rows("models/hyperopt/s/study.journal")
        differing = [one[0] for one, other in zip(whole, continued) if one != other]
        print(f"killed {deaths} times: {len(continued)} trials, {len(differing)} of them different {differing}")
        os.chdir("/")
        return deaths > 0 and len(whole) == len(continued) == 24 and not differing


def journal(program):
    """Trials as Optuna itself writes them, made in bulk."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        source = random.Random(1)
        names = [f"x{index}" for index in range(8)]
        distributions = {name: optuna.distributions.FloatDistribution(0, 1) for name in names}
        texts = {name: optuna.distributions.distribution_to_json(value) for name, value in distributions.items()}
        for path, count in (("large.journal", 10_000), ("small.journal", 100)):
            with open(path, "w") as lines:
                lines.write(json.dumps({"op_code": 0, "worker_id": "w", "study_name": "s", "directions": [1]}) + "\n")
                for number in range(count):
                    for line in (
                        {"op_code": 4, "study_id": 0, "datetime_start": "2026-01-01T00:00:00.000000"},
                        *(
                            {
                                "op_code": 5, "trial_id": number, "param_name": name,
                                "param_value_internal": source.random(), "distribution": texts[name],
                            }
                            for name in names
                        ),
                        {
                            "op_code": 6, "trial_id": number, "state": 1, "values": [source.random()],
                            "datetime_complete": "2026-01-01T00:00:01.000000",
                        },
                    ):
                        lines.write(json.dumps({"worker_id": "w"} | line, separators=(",", ":")) + "\n")
            assert len(load(path).get_trials(deepcopy=False)) == count
        search = "\n".join(f"{name} = uniform(0, 1)" for name in names)
        pathlib.Path("space.ini").write_text(f"[Hyperopt]\ndirection = minimize\n[Search]\n{search}\n")
        medians = []
        for path, command in (
            ("large.journal", ["tell", "--trial", "20000", "--value", "1"]),
            ("large.journal", ["ask", "--space", "space.ini"]),
            ("small.journal", ["ask", "--space", "space.ini"]),
        ):
            times = []
            for _ in range(15):
                start = time.perf_counter()
                subprocess.run([program, "--mode", *command, "--study", path], capture_output=True)
                times.append(time.perf_counter() - start)
            medians.append(sorted(times)[7])
        start = time.perf_counter()
        load("large.journal").get_trials(deepcopy=False)
        theirs = time.perf_counter() - start
        print(
            f"10,000 trials of 8 parameters ({os.path.getsize('large.journal') / 1e6:.1f} MB): read in {medians[0]:.3f} s, "
            f"process start included (Optuna {theirs:.2f} s); ask beside them {medians[1]:.3f} s; "
            f"ask beside 100 {1000 * medians[2]:.1f} ms"
        )
        os.chdir("/")
        return medians[0] < 1 and medians[2] < 0.03


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof", choices=["agents", "trainings", "killed", "journal"])
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=0, help="decides who is killed and when")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    is_shown = globals()[arguments.proof](str(arguments.program.resolve()))
    print("shown" if is_shown else "NOT shown")
    return 0 if is_shown else 1


if __name__ == "__main__":
    sys.exit(main())
