"""Prints as JSON what wandb's own reader (`wandb leet inspect`) finds in an offline run: every row of its history, the
summary in its last state, the configuration, the exit code.

    python Benchmarks/parity/wandb_reader.py wandb/offline-run-*
"""

import json
import subprocess
import sys


def read(path):
    command = [sys.executable, "-m", "wandb", "leet", "inspect", "--json", path]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    result = {"history": [], "summary": {}, "config": {}, "exit_code": None, "records": len(lines)}
    for record in map(json.loads, lines):
        if record["type"] == "history":
            result["history"].append(record["history"]["item"])
        elif record["type"] in ("summary", "config"):
            result[record["type"]].update(record[record["type"]]["update"])
        elif record["type"] == "run":
            result.update(project=record["run"]["project"], name=record["run"]["display_name"])
        elif record["type"] == "exit":
            # Zero is left out.
            result["exit_code"] = record.get("exit", {}).get("exit_code", 0)
    return result


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout)
