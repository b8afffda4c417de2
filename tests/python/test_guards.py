"""Each guard must be able to fail: small made-up projects break one rule each. The real project breaks none."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plumbline.proof.guards import RULES, findings, main
from plumbline.proof.project import Project, is_bilingual

ROOT = Path(__file__).parents[2]
Manifest = dict[str, Any]

BOTH = "One row per thing. 每行一物。"
INDICATOR_META = {
    "kind": "result",
    "label_zh": "毛利",
    "category": "profitability",
    "unit": "CNY",
    "polarity": "up",
    "lowest_level": "L4",
    "default_window": "YTD",
    "default_basis": "as_was",
    "owner": "FP&A",
    "anchors": [],
    "version": 1,
    "valid_from": "2024-01-01",
    "org_additivity": "SUM",
    "time_additivity": "SUM",
}


def model(name: str, folder: str, parents: list[str], **more: Any) -> dict[str, Any]:
    return {
        "unique_id": f"model.p.{name}",
        "name": name,
        "resource_type": "model",
        "original_file_path": f"models/{folder}/{name}.sql",
        "depends_on": {"nodes": parents},
        "description": BOTH,
        "columns": {"id": {"name": "id", "description": BOTH}},
        "config": {"contract": {"enforced": True}},
    } | more


def key_test(name: str) -> dict[str, Any]:
    return {
        "unique_id": f"test.p.{name}",
        "name": f"unique_key_{name}",
        "resource_type": "test",
        "attached_node": f"model.p.{name}",
        "test_metadata": {"name": "unique_key"},
        "depends_on": {"nodes": [f"model.p.{name}"]},
    }


def metric(name: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    meta = INDICATOR_META | {"kind": kind, "label_zh": f"{label}的指标"}
    return {
        "name": name,
        "type": "derived",
        "label": label,
        "description": f"What {label} means.\nGrain: all.\n\n{label}的含义。\n粒度:全部。",
        "filter": None,
        "type_params": {"expr": "revenue - cogs", "metrics": [{"name": "revenue", "filter": None}]},
        "config": {"meta": meta | more},
    }


def sound_manifest() -> Manifest:
    chain = [
        model("base_pos__product", "staging/systems/pos", ["source.p.pos.products"]),
        model("stg_product", "staging/sales", ["model.p.base_pos__product"]),
        model("int_product", "intermediate/products", ["model.p.stg_product"]),
        model("dim_product", "marts/core", ["model.p.int_product"]),
        model("components_sales", "marts/components", ["model.p.dim_product"]),
        model("indicator_values", "marts/indicators", ["model.p.components_sales"]),
    ]
    tests = [key_test(one["name"]) for one in chain[1:]]
    metrics = [
        metric("gross_profit", "result", "Gross profit"),
        metric("dso", "process", "Days", anchors=["gross_profit"]),
    ]
    return {
        "nodes": {one["unique_id"]: one for one in [*chain, *tests]},
        "metrics": {one["name"]: one for one in metrics},
    }


def sound_files(root: Path) -> None:
    files = {
        "dbt_project.yml": "vars:\n  source_systems:\n    pos: [product]\n",
        "models/staging/systems/pos/base_pos__product.sql": "{{ feeds_from('pos') }}\nselect 1",
        "models/staging/sales/stg_product.sql": "select 1",
        "macros/cross_db/divide.sql": "{{ adapter.dispatch('divide')() }}",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def reads(name: str, parent: str) -> Callable[[Manifest, Path], None]:
    def change(manifest: Manifest, _: Path) -> None:
        manifest["nodes"][f"model.p.{name}"]["depends_on"]["nodes"].append(parent)

    return change


def metric_with(name: str, **changes: Any) -> Callable[[Manifest, Path], None]:
    def change(manifest: Manifest, _: Path) -> None:
        manifest["metrics"][name].update(copy.deepcopy(changes))

    return change


def metric_meta(name: str, **changes: Any) -> Callable[[Manifest, Path], None]:
    def change(manifest: Manifest, _: Path) -> None:
        manifest["metrics"][name]["config"]["meta"].update(changes)

    return change


def model_with(name: str, **changes: Any) -> Callable[[Manifest, Path], None]:
    def change(manifest: Manifest, _: Path) -> None:
        manifest["nodes"][f"model.p.{name}"].update(changes)

    return change


def without(unique_id: str) -> Callable[[Manifest, Path], None]:
    def change(manifest: Manifest, _: Path) -> None:
        del manifest["nodes"][unique_id]

    return change


def writes(path: str, text: str) -> Callable[[Manifest, Path], None]:
    def change(_: Manifest, root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return change


BREAKS = [
    ("layer direction", reads("stg_product", "model.p.indicator_values"), "stg_product (staging) reads back"),
    ("layer direction", reads("dim_product", "model.p.base_pos__product"), "dim_product (core) skips staging"),
    ("layer direction", reads("int_product", "source.p.pos.products"), "int_product (intermediate) reads the source"),
    ("layer direction", model_with("dim_product", original_file_path="models/x/dim.sql"), "not in a folder of a layer"),
    ("engines apart", writes("macros/other.sql", "{% if target.type == 'duckdb' %}"), "macros/other.sql:1"),
    ("engines apart", writes("models/a.sql", "select 1\n{{ adapter.dispatch('x')() }}"), "models/a.sql:2"),
    ("one meaning per text", metric_with("dso", label="gross Profit"), "dso, gross_profit share the label"),
    (
        "one meaning per text",
        metric_with("dso", description="What gross profit means.\n天数。"),
        "share the description",
    ),
    ("one meaning per text", metric_meta("dso", label_zh="Gross profit的指标"), "share the label_zh"),
    (
        "one meaning per text",
        metric_with("dso", description="Days.\nGross profit的含义。"),
        "share the Chinese description",
    ),
    ("metrics governed", metric_meta("dso", owner=""), "dso (process) lacks owner"),
    ("metrics governed", metric_meta("dso", valid_from=None), "dso (process) lacks valid_from"),
    ("metrics governed", metric_meta("dso", kind="kpi"), "dso: config.meta.kind is kpi"),
    ("metrics governed", metric_meta("dso", label_zh="Days"), "has no Chinese"),
    ("metrics governed", metric_meta("dso", contracts=["invoice"]), "there is no contract invoice"),
    ("metrics governed", metric_with("dso", label="dso"), "the label is missing or repeats the code"),
    ("metrics governed", metric_with("dso", description="Days."), "dso: the description is missing or not in both"),
    ("metrics unfiltered", metric_with("dso", filter={"where_filters": ["x"]}), "dso has a filter"),
    ("metrics unfiltered", metric_with("dso", type_params={"numerator": {"filter": "x"}}), "dso has a filter"),
    ("division in ratios only", metric_with("dso", type_params={"expr": "a / nullif(b, 0)"}), "dso (derived) divides"),
    ("everything described", model_with("dim_product", description="English only."), "dim_product: the description"),
    ("everything described", model_with("dim_product", columns={"id": {"name": "id"}}), "dim_product.id: the desc"),
    ("everything described", model_with("dim_product", columns={}), "dim_product: no column is described"),
    ("models keyed", without("test.p.dim_product"), "dim_product has no test of its key"),
    ("staging contracts enforced", model_with("stg_product", config={"contract": {"enforced": False}}), "stg_product:"),
    (
        "systems and base models agree",
        writes("dbt_project.yml", "vars: {source_systems: {pos: [product, customer]}}"),
        "there is no base_pos__customer",
    ),
    (
        "systems and base models agree",
        writes("dbt_project.yml", "vars: {source_systems: {}}"),
        "no company lists product under pos",
    ),
    (
        "systems and base models agree",
        writes("models/staging/systems/pos/base_pos__product.sql", "select 1"),
        "the first line does not ask whether pos is listed",
    ),
    ("anchors exist", metric_meta("dso", anchors=["profit"]), "its anchor profit is not an indicator"),
    ("anchors exist", metric_meta("dso", anchors=[]), "dso: a process indicator without a financial anchor"),
    ("anchors exist", metric_meta("gross_profit", kind="process", anchors=["dso"]), "never reach a result indicator"),
]


def messages(manifest: Manifest, root: Path) -> dict[str, list[str]]:
    return {rule.name: found for rule, found in findings(Project(root, manifest))}


def test_a_sound_project_has_no_finding(tmp_path: Path) -> None:
    sound_files(tmp_path)
    assert not any(messages(sound_manifest(), tmp_path).values())


@pytest.mark.parametrize(("rule", "change", "message"), BREAKS, ids=[f"{rule}: {text}" for rule, _, text in BREAKS])
def test_a_broken_rule_is_found(
    rule: str, change: Callable[[Manifest, Path], None], message: str, tmp_path: Path
) -> None:
    sound_files(tmp_path)
    manifest = sound_manifest()
    change(manifest, tmp_path)
    found = messages(manifest, tmp_path)
    assert any(message in finding for finding in found[rule]), found


def test_every_rule_is_seen_failing_and_explains_itself() -> None:
    assert {rule.name for rule in RULES} == {rule for rule, _, _ in BREAKS}
    assert all(rule.why and rule.remedy for rule in RULES)


def test_the_project_keeps_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ROOT) == 0, capsys.readouterr().out


def test_descriptions_reach_the_database(demo_duckdb: Any) -> None:
    """BI tools show what the database says: every column has its comment, in both languages.

    The wide tables behind the marts have one column per metric, named by it; the level marts carry the metrics' texts.
    """
    sql = (
        "select schema_name || '.' || table_name || '.' || column_name as column_name, comment from duckdb_columns() "
        "where schema_name in ('staging', 'intermediate', 'core', 'components', 'marts') "
        "and not starts_with(table_name, 'base_') and not starts_with(table_name, 'metric_windows')"
    )
    columns = demo_duckdb.rows(sql)
    assert len(columns) > 500
    assert [row["column_name"] for row in columns if not is_bilingual(row["comment"])] == []
