"""Each large table is read once: the engine's own plan of the compiled SQL, printed and counted."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Published
from plumbline.proof.plans import scanned_tables

# What each step reads, and may read only once; for the steps that read every fact, the manifest lists them.
SINGLE_SCANS = {
    "int_voucher_movements": ["stg_gl_voucher_line"],
    "fct_sales_documents": ["stg_sales_invoice_line"],
    "fct_product_sales": ["stg_sales_invoice_line"],
    "fct_production_reports": ["stg_production_order", "stg_material_consumption"],
    "components_production": ["fct_production_reports"],
    "int_service_months": ["stg_service_event"],
    "components_ledger": ["int_voucher_movements", "int_ledger_eliminations"],
    "components_balance_sheet": ["int_voucher_movements", "int_ledger_eliminations", "int_ledger_openings"],
    "unit_month_components": [],
    "component_windows": ["unit_month_components"],
}
READS_FACTS = {"unit_month_components", "component_windows"}
FACTS_FOLDER = "models/marts/components/"


def manifest_nodes(published: Published) -> dict[str, Any]:
    nodes: dict[str, Any] = json.loads((published.target_path / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return nodes


def compiled_sql(published: Published, node: Mapping[str, Any]) -> str:
    return Path(published.company.root, node["compiled_path"]).read_text(encoding="utf-8")


def facts_read(nodes: Mapping[str, Any], node: Mapping[str, Any]) -> list[str]:
    """The component facts that a model depends on."""
    read = [nodes[name] for name in node["depends_on"]["nodes"] if name in nodes]
    return [one["name"] for one in read if str(one["original_file_path"]).startswith(FACTS_FOLDER)]


@pytest.mark.parametrize("model", SINGLE_SCANS)
def test_compiled_sql_scans_each_input_once(demo_duckdb: Published, model: str) -> None:
    nodes = manifest_nodes(demo_duckdb)
    node = nodes[f"model.plumbline.{model}"]
    facts = facts_read(nodes, node) if model in READS_FACTS else []
    assert bool(facts) == (model in READS_FACTS)
    inputs = [*SINGLE_SCANS[model], *facts]
    sql = compiled_sql(demo_duckdb, node)
    with demo_duckdb.connect() as connection:
        ((_, picture),) = connection.execute(f"explain {sql}").fetchall()
        ((_, plan),) = connection.execute(f"explain (format json) {sql}").fetchall()
    print(f"\n{model}\n{picture}")
    scans = Counter(table.rsplit(".", 1)[-1] for table in scanned_tables(json.loads(plan)))
    assert {table: scans[table] for table in inputs} == dict.fromkeys(inputs, 1)
