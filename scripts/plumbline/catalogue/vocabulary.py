"""The codes that definitions and marts use, with their words: seeds/reference/vocabulary.csv, the one list of them."""

import csv
from collections.abc import Mapping
from pathlib import Path

from plumbline.texts import Both

VOCABULARY = Path("seeds/reference/vocabulary.csv")
# Which field of the vocabulary the codes of a metric's meta belong to.
CODED = {
    "kind": "kind",
    "category": "category",
    "unit": "unit",
    "polarity": "polarity",
    "lowest_level": "org_level",
    "default_window": "window",
    "default_basis": "basis",
    "org_additivity": "org_additivity",
    "time_additivity": "time_additivity",
    "component_class": "component_class",
}

Codes = Mapping[str, Both]


def read_vocabulary(root: Path) -> dict[str, Codes]:
    """{field: {code: words}}, the codes in their order."""
    with (root / VOCABULARY).open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: int(row["position"]))
    fields: dict[str, dict[str, Both]] = {}
    for row in rows:
        fields.setdefault(row["field"], {})[row["code"]] = Both(row["label"], row["label_zh"])
    return dict(fields)
