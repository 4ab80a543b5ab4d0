"""Everything that a program computed, as values that can be compared: tensors by hash, tables without clocks."""

import hashlib
import json
import struct
import zipfile

CLOCKS = ("epoch_time", "images_per_s", "training_time", "optimization_time", "seconds")


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def checkpoint(path):
    """The tensors of a .pth file in their order; its pickle holds the INI text and the version, which may differ."""
    with zipfile.ZipFile(path) as archive:
        names = sorted((name for name in archive.namelist() if "/data/" in name), key=lambda name: int(name.rsplit("/", 1)[1]))
        return [digest(archive.read(name)) for name in names]


def safetensors(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    return {
        name: [entry["dtype"], entry["shape"], digest(data[8 + size + entry["data_offsets"][0]:8 + size + entry["data_offsets"][1]])]
        for name, entry in header.items()}


def fields(data):
    """The fields of a protobuf message as (number, value)."""
    place = 0

    def varint():
        nonlocal place
        value = shift = 0
        while True:
            byte = data[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        elif key & 7 == 2:
            size = varint()
            yield key >> 3, data[place:place + size]
            place += size
        else:
            size = 8 if key & 7 == 1 else 4
            yield key >> 3, data[place:place + size]
            place += size


def onnx(path):
    """The operators of an ONNX graph in their order and the hashes of its initialisers (fields 1 and 5 of GraphProto)."""
    graph = dict(fields(path.read_bytes()))[7]
    parts = list(fields(graph))
    return {
        "operators": [dict(fields(value))[4].decode() for number, value in parts if number == 1],
        "initialisers": [digest(value) for number, value in parts if number == 5]}


def unclocked(value):
    if isinstance(value, dict):
        return {key: unclocked(entry) for key, entry in value.items() if key not in CLOCKS}
    if isinstance(value, list):
        return [unclocked(entry) for entry in value]
    return value


def ini(path):
    """Settings by Section.key; comments and order do not count, nor do keys whose value is unset."""
    section, result = "", {}
    for line in path.read_text().splitlines():
        line = line.split(" ;")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif "=" in line and not line.startswith((";", "#")):
            key, value = (part.strip() for part in line.split("=", 1))
            if value:
                result[f"{section}.{key}"] = value
    return result


def table(path):
    rows = [line.split(",") for line in path.read_text().splitlines()]
    kept = [i for i, name in enumerate(rows[0]) if name not in CLOCKS]
    return [[row[i] for i in kept] for row in rows]


def run(folder):
    """A run's models and histories."""
    logs, result = folder / "logs", {}
    for path in sorted((folder / "models").glob("*.pth")):
        result[f"models/{path.name}"] = checkpoint(path)
    for name in ("training_history.json", "validation_history.json", "splits.json", "metrics_test.json"):
        if (logs / name).exists():
            result[name] = unclocked(json.loads((logs / name).read_text()))
    for name in ("metrics.csv", "steps.csv", "predictions_test.csv"):
        if (logs / name).exists():
            result[name] = table(logs / name)
    record = json.loads((logs / "run.json").read_text())
    result["run.json"] = {key: record.get(key) for key in (
        "status", "stop_reason", "epochs_trained", "best_epoch", "best_metric", "test", "seed", "threads", "dataset_hash")}
    result["resolved.ini"] = ini(logs / "resolved.ini")
    return result


def study(path):
    """What was tried and what came of it, from a journal."""
    result = []
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        # Who worked on a trial and when.
        entry.get("system_attrs", {}).pop("roentgen:worker", None)
        result.append({
            key: value for key, value in entry.items() if key not in ("datetime_start", "datetime_complete", "worker_id")})
    return [entry for entry in result if entry.get("system_attrs") != {}]
