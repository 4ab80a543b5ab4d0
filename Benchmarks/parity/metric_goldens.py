"""Writes Tests/TrainingTests/Goldens/MetricGoldens.swift: what scikit-learn and scipy say of random and of degenerate predictions.

Outputs are multiples of 1/1024, so that 32-bit floats hold them exactly. Where scikit-learn warns and returns 0 or NaN because
a score is not defined, nil is expected.

    python Benchmarks/parity/metric_goldens.py Tests/TrainingTests/Goldens
"""

import pathlib
import sys
import warnings

import numpy as np
import scipy
import sklearn
from scipy.special import expit, softmax
from scipy.stats import pearsonr
from sklearn import metrics as m

warnings.simplefilter("ignore")
UNKNOWN = 4


def outputs(rng, rows, width, spread=2.0):
    return np.round(rng.normal(0, spread, (rows, width)) * 1024) / 1024


def ece(confidence, right, bins=15):
    """Guo et al. 2017, equation 3, bins open on the left."""
    if len(confidence) == 0:
        return None
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def auroc(positive, score, **more):
    return None if positive.all() or not positive.any() else m.roc_auc_score(positive, score, **more)


def precision_area(positive, score):
    return m.average_precision_score(positive, score) if positive.any() else None


def mean(values, weights=None):
    kept = [(v, 1 if weights is None else w) for v, w in zip(values, weights or [1] * len(values)) if v is not None]
    total = sum(w for _, w in kept)
    return sum(v * w for v, w in kept) / total if total else None


def rankings(prefix, function, positives, scores):
    supports = [int(p.sum()) for p in positives]
    each = [function(p, s) for p, s in zip(positives, scores)]
    return {
        prefix: mean(each), prefix + "_w": mean(each, supports),
        prefix + "_m": function(np.concatenate(positives), np.concatenate(scores)),
        **{f"{prefix}_e_class_{k}": v for k, v in enumerate(each)},
    }


def errors(truth, predicted):
    if len(truth) == 0:
        return dict(mse=None, mae=None, rmse=None, pearson=None)
    constant = len(set(truth)) < 2 or len(set(predicted)) < 2
    return dict(
        mse=m.mean_squared_error(truth, predicted), mae=m.mean_absolute_error(truth, predicted),
        rmse=m.root_mean_squared_error(truth, predicted),
        pearson=None if constant else pearsonr(truth, predicted).statistic)


def kappas(truth, predicted, labels):
    def kappa(weights):
        inside = np.isin(truth, labels) & np.isin(predicted, labels)
        if not inside.any():
            return None
        value = m.cohen_kappa_score(truth, predicted, labels=labels, weights=weights)
        return None if np.isnan(value) else value

    return dict(cohen_kappa=kappa(None), quadratic_kappa=kappa("quadratic"), linear=kappa("linear"))


def averages(truth, predicted, labels):
    """Precision, recall and F1 over the given classes."""
    result = {}
    for name, score in [("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)]:
        for average in ["macro", "weighted", "micro"]:
            defined = len(labels) > 0
            result[f"{name}_{average}"] = (
                score(truth, predicted, labels=labels, average=average, zero_division=0) if defined else None)
    # An average weighted by support has nothing to weigh where no class is the truth.
    return result


def of_classes(logits, truth):
    probabilities = softmax(logits, axis=1)
    predicted = logits.argmax(axis=1)
    count = logits.shape[1]
    occurring = sorted(set(truth) | set(predicted))
    each = m.f1_score(truth, predicted, labels=range(count), average=None, zero_division=0)
    result = {"accuracy": m.accuracy_score(truth, predicted), "balanced_accuracy": m.balanced_accuracy_score(truth, predicted)}
    result |= averages(truth, predicted, occurring)
    result |= {f"f1_class_{k}": each[k] if k in occurring else None for k in range(count)}
    result["top2_accuracy"] = m.top_k_accuracy_score(truth, logits, k=2, labels=range(count)) if count > 2 else None
    positives = [truth == k for k in range(count)]
    scores = list(probabilities.T)
    for prefix, function in [("auroc", auroc), ("average_precision", precision_area)]:
        if count == 2:
            result[prefix] = function(positives[1], scores[1])
        else:
            result |= rankings(prefix, function, positives, scores)
    result |= kappas(truth, predicted, list(range(count)))
    result |= errors(truth, predicted)
    result["ece"] = ece(probabilities.max(axis=1), predicted == truth)
    matrix = m.confusion_matrix(truth, predicted, labels=range(count))
    result |= {f"confusion_matrix_{t}_{p}": matrix[t, p] for t in range(count) for p in range(count)}
    if count == 2:
        above = probabilities[:, 1] > 0.7
        result["at"] = m.accuracy_score(truth, above)
    else:
        result.pop("top2_accuracy") if result["top2_accuracy"] is None else None
    above = probabilities[:, 1] > 0.3
    result["recall_at"] = m.recall_score(truth == 1, above, zero_division=0) if (truth == 1).any() or above.any() else None
    return {k: v for k, v in result.items() if not (k == "top2_accuracy" and v is None)}


def of_labels(logits, truth):
    probabilities = expit(logits)
    predicted = (logits > 0).astype(int)
    count = logits.shape[1]
    occurring = [k for k in range(count) if truth[:, k].any() or predicted[:, k].any()]
    result = {"accuracy": (truth == predicted).mean()}
    for name, score in [("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)]:
        for average in ["macro", "weighted", "micro"]:
            value = score(truth, predicted, labels=occurring, average=average, zero_division=0) if occurring else None
            result[f"{name}_{average}"] = value
    each = m.f1_score(truth, predicted, average=None, zero_division=0)
    result |= {f"f1_class_{k}": each[k] if k in occurring else None for k in range(count)}
    positives = [truth[:, k] == 1 for k in range(count)]
    for prefix, function in [("auroc", auroc), ("average_precision", precision_area)]:
        result |= rankings(prefix, function, positives, list(probabilities.T))
    result |= errors(truth.ravel(), probabilities.ravel())
    flat = probabilities.ravel()
    result["ece"] = ece(np.maximum(flat, 1 - flat), (truth == predicted).ravel())
    result["at"] = (truth == (probabilities > 0.7)).mean()
    return result


def of_zones(logits, truth, names):
    """Unknown truth is left out; a predicted unknown is a miss that opens no class; means over zones, or pooled."""

    def scores(z, y):
        known = y != UNKNOWN
        z, y = z[known], y[known]
        predicted = z.argmax(axis=1) if len(z) else np.zeros(0, int)
        probabilities = softmax(z, axis=1) if len(z) else z
        present = sorted(set(y))
        result = {"accuracy": (predicted == y).mean() if len(y) else None}
        result["balanced_accuracy"] = (
            m.recall_score(y, predicted, labels=present, average="macro") if len(y) else None)
        averaged = averages(y, predicted, present)
        result |= {k: averaged[k] for k in ["precision_macro", "recall_macro", "f1_macro", "f1_weighted"]}
        result["top2_accuracy"] = (
            m.top_k_accuracy_score(y, z, k=2, labels=range(5)) if len(y) else None)
        positives = [y == k for k in range(4)]
        for prefix, function in [("auroc", auroc), ("average_precision", precision_area)]:
            each = [function(positives[k], probabilities[:, k]) for k in range(4)]
            result[prefix] = mean(each)
        result |= kappas(y, predicted, [0, 1, 2, 3])
        both = predicted != UNKNOWN
        result |= errors(y[both], predicted[both])
        result["ece"] = ece(probabilities.max(axis=1), predicted == y) if len(y) else None
        return result

    zones = [scores(logits[:, k], truth[:, k]) for k in range(len(names))]
    pooled = scores(logits.reshape(-1, 5), truth.ravel())
    result = {}
    for name in pooled:
        averaged = name in ["balanced_accuracy", "precision_macro", "recall_macro", "f1_macro", "f1_weighted"]
        result[name] = mean([zone[name] for zone in zones]) if averaged else pooled[name]
        result |= {f"{name}_{place}": zone[name] for place, zone in zip(names, zones)}
    result["f1_macro_pooled"] = pooled["f1_macro"]
    known = truth.ravel() != UNKNOWN
    y, predicted = truth.ravel()[known], logits.reshape(-1, 5).argmax(axis=1)[known]
    for k in range(4):
        result[f"f1_class_{k}"] = m.f1_score(y == k, predicted == k) if (y == k).any() else None
    y, predicted = truth.ravel(), logits.reshape(-1, 5).argmax(axis=1)
    found, claimed = (y == UNKNOWN).any(), (predicted == UNKNOWN).any()
    result["unknown_precision"] = m.precision_score(y == UNKNOWN, predicted == UNKNOWN) if claimed else None
    result["unknown_recall"] = m.recall_score(y == UNKNOWN, predicted == UNKNOWN) if found else None
    result["unknown_f1"] = m.f1_score(y == UNKNOWN, predicted == UNKNOWN) if found or claimed else None
    return result


def cases():
    rng = np.random.default_rng(7)
    made = []

    def classes(name, logits, truth):
        made.append((name, "classes", logits, truth, of_classes(logits, truth)))

    logits = outputs(rng, 60, 4)
    classes("randomClasses", logits, rng.integers(0, 4, 60))
    truth = rng.integers(0, 4, 80)
    skilled = outputs(rng, 80, 4, 1.0)
    skilled[np.arange(80), truth] += 1.5
    classes("skilledClasses", skilled, truth)
    # Class 3 is predicted and never true, class 4 neither.
    logits = outputs(rng, 30, 5)
    logits[:, 4] = -20
    classes("absentClasses", logits, rng.integers(0, 3, 30))
    classes("oneTrueClass", outputs(rng, 20, 3), np.full(20, 1))
    classes("constantPrediction", np.tile([0.5, 2.0, -1.0], (24, 1)), rng.integers(0, 3, 24))
    classes("allTheSame", np.tile([0.5, 2.0, -1.0], (8, 1)), np.full(8, 1))
    logits = outputs(rng, 10, 2)
    classes("tiedPairs", np.repeat(logits, 4, axis=0), rng.integers(0, 2, 40))
    truth = np.arange(12) % 3
    classes("perfect", np.eye(3)[truth] * 8, truth)
    classes("singleRow", outputs(rng, 1, 3), np.array([2]))

    logits, truth = outputs(rng, 40, 3), rng.integers(0, 2, (40, 3))
    made.append(("randomLabels", "labels", logits, truth, of_labels(logits, truth)))
    logits, truth = np.repeat(outputs(rng, 10, 3), 3, axis=0), rng.integers(0, 2, (30, 3))
    truth[:, 1] = 0
    logits[:, 1] = -np.abs(logits[:, 1]) - 1
    truth[:, 2] = 1
    made.append(("absentLabels", "labels", logits, truth, of_labels(logits, truth)))

    names = ["right", "left"]
    truth = rng.choice(5, (50, 2), p=[0.35, 0.25, 0.15, 0.1, 0.15])
    logits = outputs(rng, 100, 5).reshape(50, 2, 5)
    made.append(("randomZones", "zones", logits, truth, of_zones(logits, truth, names)))
    truth = truth.copy()
    truth[:, 1] = UNKNOWN
    made.append(("unknownZone", "zones", logits, truth, of_zones(logits, truth, names)))
    truth = np.full((6, 2), UNKNOWN)
    made.append(("allUnknown", "zones", logits[:6], truth, of_zones(logits[:6], truth, names)))
    return made


def wrapped(items, indent, width=118):
    lines, line = [], indent
    for item in items:
        if len(line) + len(item) + 2 > width:
            lines.append(line.rstrip())
            line = indent
        line += item + ", "
    return "\n".join(lines + [line.rstrip()])


def number(value):
    return "nil" if value is None else repr(float(value))


def main(folder):
    lines = [
        f"// Written by Benchmarks/parity/metric_goldens.py with scikit-learn {sklearn.__version__}, "
        f"scipy {scipy.__version__}.", "",
        "/// What scikit-learn says of predictions.", "enum MetricGoldens {"]
    for name, kind, logits, truth, expected in cases():
        lines.append(f"  static let {name} = MetricGolden(")
        lines.append(f"    kind: .{kind}, width: {logits.shape[-1]},")
        lines += ["    logits: [", wrapped([number(v) for v in logits.ravel()], "      "), "    ],"]
        lines += ["    truth: [", wrapped([str(int(v)) for v in truth.ravel()], "      "), "    ],", "    expected: ["]
        lines.append(wrapped([f'"{k}": {number(v)}' for k, v in expected.items()], "      "))
        lines += ["    ])", ""]
    lines.append("  static let all: [(name: String, golden: MetricGolden)] = [")
    lines += [f'    ("{name}", {name}),' for name, *_ in cases()]
    lines += ["  ]", "}"]
    (pathlib.Path(folder) / "MetricGoldens.swift").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
