"""A metric says which contracts deliver it, and so does the fact it is a column of.

The compiled windows believe the metric: what nobody delivers is NULL there. A company that delivers few packs shows
whether the fact says the same.
"""

import pytest

from plumbline.catalogue.catalogue import Catalogue, catalogue_of
from plumbline.catalogue.reading import read_manifest

QUERY = """
    select
        (select count({expression}) from components.{fact}) as of_fact,
        (select count({name}) from windows.component_windows) as of_windows
"""


@pytest.mark.parametrize("company", ["adventureworks", "xero"])
def test_the_windows_have_what_the_facts_have(company: str, request: pytest.FixtureRequest) -> None:
    published = request.getfixturevalue(company)
    catalogue = catalogue_of(read_manifest(published.target_path))
    with_values, differences = set(), []
    for name, (fact, expression) in columns(catalogue).items():
        (row,) = published.rows(QUERY.format(name=name, fact=fact, expression=expression))
        if bool(row["of_fact"]) != bool(row["of_windows"]):
            differences.append(f"{name}: {row['of_fact']} values in {fact}, {row['of_windows']} in the windows")
        if row["of_windows"]:
            with_values.add(name)
    assert differences == []
    assert {"revenue", "total_assets_closing"} <= with_values
    assert "output_qty" not in with_values


def columns(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """{simple metric: fact and expression that the compiled marts read it from}; the calendar's months have none."""
    found = {}
    for metric in catalogue.components():
        fact, _, column = str(metric.meta.get("compiled_as") or "").partition(".")
        if metric.fact and not metric.counts_months:
            found[metric.code] = (fact, column) if column else (metric.fact.relation, metric.expr)
    return found
