"""Writes Tests/MedicalTests/Goldens/ClinicalGoldens.swift: what scikit-learn, scipy and numpy say of congestion scores.

30 images with six zones: random grades with unknown ones, outputs with some skill, an overall score of the expert. Outputs are
multiples of 1/1024, so that 32-bit floats hold them exactly.

    python Benchmarks/parity/clinical_goldens.py Tests/MedicalTests/Goldens
"""

import pathlib
import sys
import warnings

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import pearsonr
from sklearn import metrics as m

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from metric_goldens import ece, number, wrapped  # noqa: E402

warnings.simplefilter("ignore")
UNKNOWN = 4
ZONES = ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"]


def zone_scores(truth, predicted):
    """One zone, or all: scores of graded labels; distances of labels with two grades."""
    known = truth != UNKNOWN
    y, p = truth[known], predicted[known]
    present = sorted(set(y))
    result = dict(
        accuracy=(y == p).mean(),
        balanced_accuracy=m.recall_score(y, p, labels=present, average="macro", zero_division=0),
        precision_macro=m.precision_score(y, p, labels=present, average="macro", zero_division=0),
        recall_macro=m.recall_score(y, p, labels=present, average="macro", zero_division=0),
        f1_macro=m.f1_score(y, p, labels=present, average="macro", zero_division=0),
        f1_weighted=m.f1_score(y, p, labels=present, average="weighted", zero_division=0),
        quadratic_kappa=m.cohen_kappa_score(y, p, labels=[0, 1, 2, 3], weights="quadratic"))
    both = p != UNKNOWN
    y2, p2 = y[both], p[both]
    result["mae"] = m.mean_absolute_error(y2, p2)
    result["rmse"] = m.root_mean_squared_error(y2, p2)
    result["bias"] = (p2 - y2).mean()
    result["severity_weighted_mae"] = np.average(np.abs(p2 - y2), weights=1 + y2)
    result["gross_error_rate"] = (np.abs(p2 - y2) >= 2).mean()
    result["severe_miss_rate"] = (~np.isin(p[y == 3], [2, 3])).mean() if (y == 3).any() else None
    return result


def average_scores(truth, predicted, ranking, prefix):
    pairs = [(t, p, r) for t, p, r in zip(truth, predicted, ranking) if t is not None and p is not None]
    t, p, r = map(np.array, zip(*pairs))
    d = p - t
    result = {
        f"{prefix}_mae": np.abs(d).mean(), f"{prefix}_rmse": np.sqrt((d * d).mean()), f"{prefix}_bias": d.mean(),
        f"{prefix}_pearson": pearsonr(t, p).statistic,
        f"{prefix}_lower": d.mean() - 1.96 * d.std(ddof=1), f"{prefix}_upper": d.mean() + 1.96 * d.std(ddof=1)}

    def group(x):
        return np.where(x <= 1.3, 0, np.where(x <= 2.2, 1, 2))

    a, b = group(t), group(p)
    name = prefix.replace("csi", "ahf")
    result[f"{name}_accuracy"] = m.accuracy_score(a, b)
    for score, function in [("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)]:
        result[f"{name}_{score}_macro"] = function(a, b, average="macro", zero_division=0)
    result[f"{name}_f1_weighted"] = m.f1_score(a, b, average="weighted", zero_division=0)
    areas = [m.roc_auc_score(t > cut, r) for cut in (1.3, 2.2)]
    result[f"{name}_auroc"] = np.mean(areas)
    return result, m.confusion_matrix(a, b, labels=[0, 1, 2])


def main(folder):
    rng = np.random.default_rng(11)
    images = 30
    severity = rng.uniform(0, 3, images)
    truth = np.clip(np.round(severity[:, None] + rng.normal(0, 0.7, (images, 6))), 0, 3).astype(int)
    truth[rng.random((images, 6)) < 0.12] = UNKNOWN
    truth[3] = UNKNOWN
    logits = rng.normal(0, 1.5, (images, 6, 5))
    for i in range(images):
        for z in range(6):
            for k in range(4):
                logits[i, z, k] -= 0.9 * abs(k - severity[i]) ** 1.5
            logits[i, z, 4] += 2 if truth[i, z] == UNKNOWN else -1.5
    logits[5, :, 4] = 7  # the model can grade nothing of this image
    logits = np.round(logits * 1024) / 1024
    csi = [None if i % 7 == 2 else round(float(np.clip(s, 0, 3)), 2) for i, s in enumerate(severity)]

    predicted = logits.argmax(axis=2)
    probabilities = softmax(logits, axis=2)

    def average(grades):
        known = [g for g in grades if g != UNKNOWN]
        return sum(known) / len(known) if known else None

    def expectation(p):
        known = [q[:4] / q[:4].sum() for q in p if q[:4].max() >= q[4]]
        return np.mean([(q * np.arange(4)).sum() for q in known]) if known else None

    true_means = [average(row) for row in truth]
    means = [average(row) for row in predicted]
    ranking = [expectation(p) for p in probabilities]
    expected, classes = average_scores(true_means, means, ranking, "csi")
    against_column, column_classes = average_scores(csi, means, ranking, "csi_column")
    expected |= against_column
    zones = {}
    for z, zone in enumerate(ZONES):
        for name, value in zone_scores(truth[:, z], predicted[:, z]).items():
            expected[f"{name}_{zone}"] = value
            zones.setdefault(name, []).append(value)
    pooled = zone_scores(truth.ravel(), predicted.ravel())
    for name, value in pooled.items():
        averaged = name in ["balanced_accuracy", "precision_macro", "recall_macro", "f1_macro", "f1_weighted"]
        expected[name] = np.mean(zones[name]) if averaged else value
    y, p = truth.ravel() == UNKNOWN, predicted.ravel() == UNKNOWN
    expected |= dict(
        unknown_precision=m.precision_score(y, p), unknown_recall=m.recall_score(y, p), unknown_f1=m.f1_score(y, p),
        unknown_auroc=m.roc_auc_score(y, probabilities.reshape(-1, 5)[:, 4]))

    known = truth.ravel() != UNKNOWN
    rows, labels = logits.reshape(-1, 5)[known], truth.ravel()[known]

    def loss(t):
        return -log_softmax(rows / t, axis=1)[np.arange(len(labels)), labels].mean()

    best = minimize_scalar(lambda u: loss(np.exp(u)), bounds=(-3, 3), method="bounded", options=dict(xatol=1e-12))
    temperature = float(np.exp(best.x))
    expected |= dict(temperature=temperature, nll=loss(1.0), calibrated_nll=loss(temperature), answers=len(labels))
    right = rows.argmax(axis=1) == labels
    expected["ece"] = ece(softmax(rows, axis=1).max(axis=1), right)
    expected["calibrated_ece"] = ece(softmax(rows / temperature, axis=1).max(axis=1), right)

    lines = [
        f"// Written by Benchmarks/parity/clinical_goldens.py with scikit-learn {sklearn.__version__}, "
        f"scipy {scipy.__version__}.", "", "/// What scikit-learn, scipy and numpy say of congestion scores.",
        "enum ClinicalGoldens {", "  /// A row of five outputs for each zone of each image.", "  static let logits: [Float] = ["]
    lines += [wrapped([number(v) for v in logits.ravel()], "    "), "  ]", "", "  static let truth: [Int32] = ["]
    lines += [wrapped([str(v) for v in truth.ravel()], "    "), "  ]", "",
              "  /// The expert's overall scores.", "  static let scores: [Double?] = ["]
    lines += [wrapped([number(v) for v in csi], "    "), "  ]", ""]
    for name, matrix in [("classes", classes), ("columnClasses", column_classes)]:
        lines.append(f"  static let {name} = [{', '.join(str(list(map(int, row))) for row in matrix)}]")
    lines += ["", "  static let expected: KeyValuePairs<String, Double?> = ["]
    lines += [wrapped([f'"{k}": {number(v)}' for k, v in expected.items()], "    "), "  ]", "}"]
    (pathlib.Path(folder) / "ClinicalGoldens.swift").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
