"""The project's metrics against the catalogue of the trade, field by field.

The catalogue is the folder that PLUMBLINE_SHARED_DATA names, beside it `domain`; without it the tests are skipped. A
deviation is listed here with a phrase of DECISIONS.md that gives its reason.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import SHARED_DATA
from plumbline.catalogue.metrics import Metric
from plumbline.proof.guards import parse
from plumbline.proof.project import Project

ROOT = Path(__file__).parents[2]
CATALOGUE = SHARED_DATA.parent / "domain"
KINDS = {"R": "result", "P": "process"}
# Amounts are in the company's base currency, which is a variable; the catalogue speaks of the demo group's.
UNITS = {"CNY": "money", "CNY/yr": "money/yr", "CNY/unit": "money/unit"}
INDICATORS, AUXILIARY = 90, 22

# (metric, field) -> what the project says instead, and the words of DECISIONS.md that say why.
DEVIATIONS: dict[tuple[str, str], tuple[str, str]] = {
    ("revenue_growth", "owner"): ("FP&A", "Revenue growth belongs to FP&A"),
    # Every Chinese name has Chinese in it.
    ("ltv_to_cac", "zh"): ("LTV/CAC(客户价值与获客成本比)", "LTV/CAC"),
}
# Metrics of kinds result, process and auxiliary that the catalogue does not have, and where DECISIONS.md says why.
ADDITIONS: dict[str, str] = {
    "ad_spend_ratio": "ad_spend_ratio",
    "revenue_per_visitor": "revenue_per_visitor",
    "arpa": "arpa",
    "customer_life": "customer_life",
    "recurring_revenue": "recurring_revenue",
}


def read(name: str) -> dict[str, dict[str, str]]:
    if not (CATALOGUE / name).is_file():
        pytest.skip(f"the catalogue {CATALOGUE / name} is not here (PLUMBLINE_SHARED_DATA names the folder beside it)")
    with (CATALOGUE / name).open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def project() -> Project:
    return parse(ROOT)


@pytest.fixture(scope="module")
def metrics(project: Project) -> Mapping[str, Metric]:
    return project.catalogue.metrics


def names_of(metric: Metric) -> dict[str, Any]:
    return {"en": metric.label.en, "zh": metric.label.zh}


def fields_of(metric: Metric) -> dict[str, Any]:
    meta = metric.meta
    return names_of(metric) | {
        "category": meta["category"],
        "type": metric.kind,
        "unit": meta["unit"],
        "polarity": meta["polarity"],
        "org_add": meta["org_additivity"],
        "time_add": meta["time_additivity"],
        "min_level": meta["lowest_level"],
        "owner": meta["owner"],
        "anchors": ", ".join(meta["anchors"]) or "-",
        "window": meta["default_window"],
        "basis": meta["default_basis"],
    }


def wanted(row: dict[str, str]) -> dict[str, str]:
    return row | {"type": KINDS[row["type"]], "unit": UNITS.get(row["unit"], row["unit"])}


def test_all_indicators_and_auxiliary_metrics_are_defined(metrics: Mapping[str, Metric]) -> None:
    indicators, auxiliary = read("indicators.csv"), read("aux_metrics.csv")
    assert (len(indicators), len(auxiliary)) == (INDICATORS, AUXILIARY)
    assert [code for code in [*indicators, *auxiliary] if code not in metrics] == []


def test_nothing_is_an_indicator_beside_the_catalogue(metrics: Mapping[str, Metric]) -> None:
    catalogue = {**read("indicators.csv"), **read("aux_metrics.csv")}
    published = {name for name, metric in metrics.items() if metric.kind in {"result", "process", "auxiliary"}}
    assert sorted(published - catalogue.keys() - ADDITIONS.keys()) == []
    assert sorted(ADDITIONS.keys() - published) == [], "listed as an addition, but not defined"


def test_indicators_say_what_the_catalogue_says(metrics: Mapping[str, Metric]) -> None:
    differences = {}
    for code, row in read("indicators.csv").items():
        if code in metrics:
            ours, theirs = fields_of(metrics[code]), wanted(row)
            differences |= {(code, field): ours[field] for field in ours if ours[field] != theirs[field]}
    assert differences == {place: value for place, (value, _) in DEVIATIONS.items() if place[0] in metrics}


def test_auxiliary_metrics_say_what_the_catalogue_says(metrics: Mapping[str, Metric]) -> None:
    differences = {}
    for code, row in read("aux_metrics.csv").items():
        if code in metrics:
            ours = names_of(metrics[code]) | {"kind": metrics[code].kind}
            theirs = row | {"kind": "auxiliary"}
            differences |= {(code, field): ours[field] for field in ours if ours[field] != theirs[field]}
    assert differences == {}


def test_deviations_and_additions_are_explained() -> None:
    decisions = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    reasons = [*(words for _, words in DEVIATIONS.values()), *ADDITIONS.values()]
    assert [words for words in reasons if words not in decisions] == []


def test_the_replaced_indicator_is_deprecated(metrics: Mapping[str, Metric]) -> None:
    """Finding F18: advertising spend over revenue gave way to acquisition cost over revenue on 2025-07-01."""
    last = metrics["ad_spend_ratio"].states[-1]
    assert (last["status"], last["from"], last["replaced_by"]) == ("deprecated", "2025-07-01", "cac_to_revenue")
    assert metrics["ad_spend_ratio"].meta["version"] == 1
    assert json.dumps(metrics["cac_to_revenue"].states).count("active") == 1
