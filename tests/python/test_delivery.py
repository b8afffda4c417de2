"""A metric says which contracts deliver it, and so does the fact it is a column of.

The compiled windows believe the metric: what nobody delivers is NULL there. A company that delivers few packs shows
whether the fact says the same.
"""

import json
from typing import Any

import pytest

QUERY = """
    select
        (select count({expression}) from components.{fact}) as of_fact,
        (select count({name}) from windows.component_windows) as of_windows
"""


@pytest.mark.parametrize("company", ["adventureworks", "xero"])
def test_the_windows_have_what_the_facts_have(company: str, request: pytest.FixtureRequest) -> None:
    published = request.getfixturevalue(company)
    manifest: dict[str, Any] = json.loads((published.target_path / "manifest.json").read_text(encoding="utf-8"))
    facts = {model["name"]: model["node_relation"]["alias"] for model in manifest["semantic_models"].values()}
    with_values, differences = set(), []
    for name, (fact, expression) in columns(manifest["metrics"].values(), facts).items():
        (row,) = published.rows(QUERY.format(name=name, fact=fact, expression=expression))
        if bool(row["of_fact"]) != bool(row["of_windows"]):
            differences.append(f"{name}: {row['of_fact']} values in {fact}, {row['of_windows']} in the windows")
        if row["of_windows"]:
            with_values.add(name)
    assert differences == []
    assert {"revenue", "total_assets_closing"} <= with_values
    assert "output_qty" not in with_values


def columns(metrics: Any, facts: dict[str, str]) -> dict[str, tuple[str, str]]:
    """{simple metric: fact and expression that the compiled marts read it from}; the calendar's months have none."""
    found = {}
    for metric in metrics:
        fact, _, column = str(metric["config"]["meta"].get("compiled_as") or "").partition(".")
        if metric["type"] != "simple" or fact == "calendar_months":
            continue
        parameters = metric["type_params"]
        read_from = facts[parameters["metric_aggregation_params"]["semantic_model"]]
        found[metric["name"]] = (fact, column) if column else (read_from, parameters["expr"] or metric["name"])
    return found
