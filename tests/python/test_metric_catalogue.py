"""The catalogue in Python and the compiler's in Jinja read the same definitions by themselves, and must read the same.

The compiler's is asked for as text, in one parse and without a database.
"""

import json
import re
from typing import Any

import pytest

from plumbline.building import run_dbt
from plumbline.catalogue.catalogue import MEMBERS
from plumbline.catalogue.metrics import Metric
from plumbline.dictionary.registry import Registry, parse_target
from plumbline.project import Engine

COMPILER = """
{%- set catalog, metrics, reasons, levels, members = plumbline.metric_catalog(), {}, {}, {}, {} -%}
{%- for entry in catalog.values() -%}
    {%- do metrics.update({entry.name: dict(entry, roots=plumbline.metric_roots(catalog, entry.name), meta={})}) -%}
{%- endfor -%}
{%- for entry in plumbline.registered_indicators(catalog) -%}
    {%- do reasons.update({entry.name: plumbline.null_reason(catalog, entry)}) -%}
{%- endfor -%}
{%- for level in range(1, 7) -%}
    {%- set names = plumbline.published_indicators(catalog, level) | map(attribute='name') | list -%}
    {%- do levels.update({level: names}) -%}
{%- endfor -%}
{%- for member in plumbline.member_entities() -%}
    {%- do members.update({member: plumbline.catalog_by_member(catalog, member).keys() | sort}) -%}
{%- endfor -%}
{{ tojson({'metrics': metrics, 'reasons': reasons, 'levels': levels, 'members': members}) }}
"""
# How the compiler rolls up each class of component.
CLASSES = {
    "flow": "sum",
    "stock_months": "sum",
    "opening": "opening",
    "closing": "closing",
    "window_set": "window",
    "distinct_count": "counted",
    "calendar_months": "months",
}
COMPUTED = {"active", "under_review", "deprecated"}


@pytest.fixture(scope="module")
def compiler(registry: Registry) -> dict[str, Any]:
    """What the compiler knows of the demo group's metrics."""
    company = registry.company
    command = ["compile", "--no-introspect", "--no-populate-cache", "--inline", COMPILER]
    outcome = run_dbt(company, Engine.duckdb, command, target=parse_target(company))
    assert outcome.success, outcome.problem
    (result,) = outcome.results
    read: dict[str, Any] = json.loads(result.node.compiled_code)
    return read


def differences(registry: Registry, compiler: dict[str, Any], field: str, ours: Any) -> dict[str, Any]:
    """{metric: (compiler's, ours)} where they differ in a field."""
    pairs = {code: (compiler["metrics"][code][field], ours(metric)) for code, metric in registry.metrics.items()}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}


def test_they_have_the_same_metrics(registry: Registry, compiler: dict[str, Any]) -> None:
    assert compiler["metrics"].keys() == registry.metrics.keys()
    assert len(registry.metrics) > 300


def test_they_are_made_of_the_same(registry: Registry, compiler: dict[str, Any]) -> None:
    def roots(metric: Metric) -> dict[str, Any]:
        family = registry.family(metric.code)
        return {
            "simple": [one.code for one in family if one.type == "simple"],
            "ratios": [one.code for one in registry.ratios_of(metric.code)],
            "uses_prior_year": registry.uses_prior_year(metric.code),
        }

    assert differences(registry, compiler, "type", lambda metric: metric.type) == {}
    assert differences(registry, compiler, "inputs", lambda metric: list(metric.inputs)) == {}
    assert differences(registry, compiler, "offsets", lambda metric: dict(metric.offsets)) == {}
    assert differences(registry, compiler, "depth", lambda metric: registry.depth(metric.code)) == {}
    assert differences(registry, compiler, "roots", roots) == {}


def test_components_come_from_the_same_columns(registry: Registry, compiler: dict[str, Any]) -> None:
    def rolled_up(metric: Metric) -> str | None:
        return CLASSES[metric.component_class] if metric.type == "simple" else None

    def fact_and_column(metric: Metric) -> list[str | None]:
        compiled_as = str(metric.meta.get("compiled_as") or "").split(".")
        if len(compiled_as) == 2:
            return list(compiled_as)
        if metric.type == "simple":
            return [metric.fact.relation if metric.fact else None, metric.expr]
        return [None, metric.expr or None]

    assert differences(registry, compiler, "class", rolled_up) == {}
    read = {code: [entry["fact"], entry["expr"]] for code, entry in compiler["metrics"].items()}
    assert read == {code: fact_and_column(metric) for code, metric in registry.metrics.items()}


def test_they_deliver_the_same(registry: Registry, compiler: dict[str, Any]) -> None:
    contracts = registry.delivered
    assert (
        differences(registry, compiler, "is_delivered", lambda metric: registry.is_delivered(metric.code, contracts))
        == {}
    )


def test_they_ask_the_same_before_there_is_a_value(registry: Registry, compiler: dict[str, Any]) -> None:
    for code, sql in compiler["reasons"].items():
        asked = re.findall(r"when (.+?) then '(\w+)'", " ".join(sql.split()))
        assert asked == [(rule.condition, rule.reason) for rule in registry.null_rules(code)], code


def test_they_offer_the_same_at_each_level(registry: Registry, compiler: dict[str, Any]) -> None:
    for level, codes in compiler["levels"].items():
        offered = [
            one.code
            for one in registry.indicators()
            if registry.status_of(one) in COMPUTED and str(one.meta["lowest_level"]) >= f"L{level}"
        ]
        assert offered == codes, level


def test_they_split_the_same_by_members(registry: Registry, compiler: dict[str, Any]) -> None:
    assert tuple(compiler["members"]) == MEMBERS
    for member, codes in compiler["members"].items():
        assert sorted(code for code in registry.metrics if member in registry.members_of(code)) == codes, member
