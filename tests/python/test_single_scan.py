"""Each large table is read once: the engine's own plan of the compiled SQL, printed and counted."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import Published

# What each step reads, and may read only once.
SINGLE_SCANS = {
    "int_voucher_movements": ["stg_gl_voucher_line"],
    "fct_sales_documents": ["stg_sales_invoice_line"],
    "fct_production_reports": ["stg_production_order", "stg_material_consumption"],
    "components_production": ["fct_production_reports"],
    "int_service_months": ["stg_service_event"],
    "components_ledger": ["int_ledger_postings", "int_ledger_openings"],
    "unit_month_components": [
        "components_inventory",
        "components_ledger",
        "components_payroll",
        "components_people",
        "components_plan",
        "components_production",
        "components_receivables",
        "components_sales",
    ],
    "component_windows": ["unit_month_components", "window_distinct_counts"],
}


def compiled_sql(published: Published, model: str) -> str:
    manifest = json.loads((published.target_path / "manifest.json").read_text(encoding="utf-8"))
    node = manifest["nodes"][f"model.plumbline.{model}"]
    return (published.company.root / node["compiled_path"]).read_text(encoding="utf-8")


def scanned_tables(plan: list[dict[str, Any]]) -> Iterator[str]:
    """The stored tables that a plan (explain's JSON) reads, once for every time it reads them."""
    for step in plan:
        table = step.get("extra_info", {}).get("Table")
        if table:
            yield str(table).rsplit(".", 1)[-1]
        yield from scanned_tables(step.get("children", []))


@pytest.mark.parametrize("model", SINGLE_SCANS)
def test_compiled_sql_scans_each_input_once(demo_duckdb: Published, model: str) -> None:
    sql = compiled_sql(demo_duckdb, model)
    with demo_duckdb.connect() as connection:
        ((_, picture),) = connection.execute(f"explain {sql}").fetchall()
        ((_, plan),) = connection.execute(f"explain (format json) {sql}").fetchall()
    print(f"\n{model}\n{picture}")
    scans = Counter(scanned_tables(json.loads(plan)))
    assert {table: scans[table] for table in SINGLE_SCANS[model]} == dict.fromkeys(SINGLE_SCANS[model], 1)
