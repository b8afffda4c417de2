"""Each guard must be able to fail: small made-up projects break one rule each. The real project breaks none."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plumbline.proof.guards import RULES, findings, main
from plumbline.proof.project import Project
from plumbline.texts import is_bilingual
from sound_project import (
    ACTIVE,
    DEPRECATED,
    EDGE_COLUMNS,
    ROOT,
    SHOP,
    SOUND_EDGES,
    Manifest,
    metric,
    model,
    sound_files,
    sound_manifest,
)


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


def seed(path: str, reader: str = "dim_product") -> Callable[[Manifest, Path], None]:
    """A seed in this place, and a model that reads it."""

    def change(manifest: Manifest, root: Path) -> None:
        one = model("stores", "", [], unique_id="seed.p.stores", resource_type="seed", original_file_path=path)
        manifest["nodes"]["seed.p.stores"] = one
        reads(reader, "seed.p.stores")(manifest, root)

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


def edge(old: str, new: str) -> Callable[[Manifest, Path], None]:
    """The sound edges with one text changed wherever it stands."""
    return writes("seeds/reference/driver_edges.csv", f"{EDGE_COLUMNS}\n{''.join(SOUND_EDGES)}".replace(old, new))


def second_version(**changes: Any) -> Callable[[Manifest, Path], None]:
    """An older version of days beside the one in force; sound unless the changes say otherwise."""

    def change(manifest: Manifest, _: Path) -> None:
        older = metric("dso_v1", "process", "Days before", anchors=["gross_profit"])
        life = {"code": "dso", "valid_from": "2024-01-01", "lifecycle": [ACTIVE, DEPRECATED]}
        older["config"]["meta"].update(life | changes)
        manifest["metrics"]["dso_v1"] = older
        manifest["metrics"]["dso"]["config"]["meta"].update({"version": 2, "valid_from": "2025-07-01"})

    return change


def both(*changes: Callable[[Manifest, Path], None]) -> Callable[[Manifest, Path], None]:
    def change(manifest: Manifest, root: Path) -> None:
        for one in changes:
            one(manifest, root)

    return change


def lives(*states: dict[str, Any]) -> Callable[[Manifest, Path], None]:
    return metric_meta("dso", lifecycle=list(states))


BREAKS = [
    ("layer direction", reads("stg_product", "model.p.indicator_values"), "stg_product (staging) reads back"),
    ("layer direction", reads("dim_product", "model.p.base_pos__product"), "dim_product (core) skips staging"),
    ("layer direction", reads("int_product", "source.p.pos.products"), "int_product (intermediate) reads the source"),
    ("layer direction", model_with("dim_product", original_file_path="models/x/dim.sql"), "not in a folder of a layer"),
    ("companies apart", seed("seeds/stores.csv"), "stores: seeds/stores.csv is neither in seeds/reference nor"),
    ("companies apart", seed("seeds/demo/crm/stores.csv"), "dim_product (the product) reads stores of demo"),
    ("companies apart", seed("seeds/demo/crm/stores.csv", "base_pos__product"), "(shop) reads stores of demo"),
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
    (
        "metrics governed",
        metric_with("dso", description="Days.\nOwner: CFO.\n\n天数。"),
        "dso: the description types the grain or owner",
    ),
    ("metrics governed", metric_with("dso", description="Days."), "dso: the description is missing or not in both"),
    (
        "codes known",
        metric_meta("dso", category="cost_and_risk"),
        "metrics/small.yml: dso has the category 'cost_and_risk', which is none of profitability, cash, cost_risk",
    ),
    ("codes known", metric_meta("dso", unit="hours"), "dso has the unit 'hours', which is none of %, ‰, x"),
    ("codes known", metric_meta("dso", lowest_level="L7"), "dso has the lowest_level 'L7', which is none of L1, L2"),
    ("metrics unfiltered", metric_with("dso", filter={"where_filters": ["x"]}), "dso has a filter"),
    ("metrics unfiltered", metric_with("dso", type_params={"numerator": {"filter": "x"}}), "dso has a filter"),
    ("division in ratios only", metric_with("dso", type_params={"expr": "a / nullif(b, 0)"}), "dso (derived) divides"),
    ("everything described", model_with("dim_product", description="English only."), "dim_product: the description"),
    ("everything described", model_with("dim_product", columns={"id": {"name": "id"}}), "dim_product.id: the desc"),
    ("everything described", model_with("dim_product", columns={}), "dim_product: no column is described"),
    ("models keyed", without("test.p.dim_product"), "dim_product has no test of its key"),
    (
        "contracts stated once",
        model_with("base_pos__product", columns={"id": {"name": "id", "description": "Product. 产品。"}}),
        "base_pos__product.id: the contract describes this column",
    ),
    ("staging contracts enforced", model_with("stg_product", config={"contract": {"enforced": False}}), "stg_product:"),
    (
        "systems and base models agree",
        writes(SHOP, "vars: {source_systems: {pos: [product, customer]}}"),
        "there is no base_pos__customer",
    ),
    (
        "systems and base models agree",
        writes(SHOP, "vars: {source_systems: {}}"),
        "no company lists product under pos",
    ),
    (
        "systems and base models agree",
        writes("models/staging/systems/shop/pos/base_pos__product.sql", "select 1"),
        "the first line does not ask whether pos is listed",
    ),
    ("anchors exist", metric_meta("dso", anchors=["profit"]), "its anchor profit is not an indicator"),
    ("anchors exist", metric_meta("dso", anchors=[]), "dso: a process indicator without a financial anchor"),
    (
        "KPIs reach results",
        metric_meta("gross_profit", kind="process", anchors=["dso"]),
        "dso: neither its anchors nor the driver tree ever reach a result indicator",
    ),
    (
        "anchors run one way",
        metric_meta("gross_profit", anchors=["dso"]),
        "anchors run in a circle: dso -> gross_profit -> dso",
    ),
    ("results anchored", metric_meta("dso", anchors=[]), "gross_profit: no KPI is anchored in it"),
    ("results anchored", metric_meta("gross_profit", no_kpi_because="Set by law. 法定。"), "but dso lead to it"),
    ("results anchored", metric_meta("dso", no_kpi_because="Set by law. 法定。"), "no_kpi_because is for result"),
    (
        "results anchored",
        both(metric_meta("dso", anchors=[]), metric_meta("gross_profit", no_kpi_because="Set by law.")),
        "gross_profit: no_kpi_because is not in both languages",
    ),
    ("components used", metric_meta("stock_days", low_sample={}), "answers (component): no indicator"),
    (
        "components used",
        metric_with("stock_days", type_params={"expr": "1", "metrics": []}),
        "stock_opening (component): no indicator",
    ),
    ("components used", metric_meta("stock_days", kind="term"), "stock_days (term): no indicator"),
    ("owners in control", metric_meta("dso", owner="Nobody"), "dso: its owner Nobody is not in indicator_owners.csv"),
    (
        "owners in control",
        metric_meta("dso", owner="CFO"),
        "offered at L4, but its owner CFO controls no lower than L2",
    ),
    ("registry lives by its rules", lives({**ACTIVE, "status": "retired"}), "from new it cannot become retired"),
    (
        "registry lives by its rules",
        lives({**ACTIVE, "status": "proposed"}, {**ACTIVE, "from": "2024-02-01"}),
        "dso: from proposed it cannot become active, only approved",
    ),
    (
        "registry lives by its rules",
        lives(ACTIVE, DEPRECATED, {**ACTIVE, "from": "2025-08-01"}),
        "dso: from deprecated it cannot become active, only retired",
    ),
    (
        "registry lives by its rules",
        lives(ACTIVE, DEPRECATED, {**DEPRECATED, "status": "retired", "from": "2027-06-30"}),
        "deprecated since 2025-07-01, it cannot become retired on 2027-06-30: 2 years must pass",
    ),
    ("registry lives by its rules", lives(ACTIVE, {**DEPRECATED, "from": "2024-01-01"}), "not after it became active"),
    ("registry lives by its rules", lives({**ACTIVE, "from": "1 July"}), "begins on '1 July'"),
    ("registry lives by its rules", lives({**ACTIVE, "from": "2024-03-01"}), "but active from 2024-03-01"),
    ("registry lives by its rules", lives({**ACTIVE, "reason": "In use."}), "gives no reason in both languages"),
    ("registry lives by its rules", lives({**ACTIVE, "approved_by": ""}), "does not say who approved it"),
    (
        "registry lives by its rules",
        lives(ACTIVE, {**DEPRECATED, "replaced_by": "days"}),
        "replaced by days, which is not an indicator",
    ),
    ("registry lives by its rules", metric_meta("revenue", lifecycle=[ACTIVE]), "revenue: a component has no life"),
    ("registry lives by its rules", metric_meta("dso", code="days"), "is to be named days or days_v1"),
    (
        "registry lives by its rules",
        second_version(lifecycle=[ACTIVE]),
        "dso: versions 1 and 2 are both in force on 2025-07-01",
    ),
    (
        "registry lives by its rules",
        second_version(lifecycle=[ACTIVE, {**DEPRECATED, "from": "2025-06-01"}]),
        "dso: no version is in force from 2025-06-01 to 2025-07-01",
    ),
    ("registry lives by its rules", second_version(version=2), "dso: there are 2 metrics of version 2"),
    ("driver tree holds", edge("metric,cogs", "metric,cost"), "walk: its factor cost is not a metric"),
    ("driver tree holds", edge("gross_profit,sum", "profit,sum"), "walk: its parent profit is not a metric"),
    ("driver tree holds", edge("sum,1", "plus,1"), "walk: there is no operator plus"),
    ("driver tree holds", edge("metric,cogs", "effect,price"), "walk: a sum has no factor of kind effect"),
    ("driver tree holds", edge("member,org_unit", "member,team"), "by_unit: its factor team is no member"),
    ("driver tree holds", edge(",-1,,1,", ",,,1,"), "walk: cogs needs a sign"),
    ("driver tree holds", edge(",-1,,1,", ",-1,1,1,"), "walk: cogs needs an exponent"),
    ("driver tree holds", edge(",-1,,1,", ",-1,,a year,"), "walk: cogs has the scale 'a year'"),
    ("driver tree holds", edge("L1,L2", "L3,L2"), "walk: its levels L3 to L2 are no range"),
    ("driver tree holds", edge("收入减成本", "Sales less cost"), "walk: its note is missing or not in both"),
    ("driver tree holds", edge("gross_profit,sum,2", "dso,sum,2"), "walk: its edges differ in parent"),
    ("driver tree holds", edge("sum,2", "sum,3"), "walk: the chain order does not count from 1 to 2"),
    ("driver tree holds", edge("metric,cogs", "metric,gross_profit"), "drives itself: gross_profit -> gross_profit"),
]


def messages(manifest: Manifest, root: Path) -> dict[str, list[str]]:
    return {rule.name: found for rule, found in findings(Project(root, manifest))}


def test_a_sound_project_has_no_finding(tmp_path: Path) -> None:
    sound_files(tmp_path)
    assert not any(messages(sound_manifest(), tmp_path).values())


def test_a_sound_second_version_has_no_finding(tmp_path: Path) -> None:
    sound_files(tmp_path)
    manifest = sound_manifest()
    second_version()(manifest, tmp_path)
    assert not any(messages(manifest, tmp_path).values())


def test_a_review_may_end_either_way_and_two_years_are_enough(tmp_path: Path) -> None:
    sound_files(tmp_path)
    manifest = sound_manifest()
    reviewed = {"status": "under_review", "from": "2025-01-01", "reason": "Saturated. 已饱和。"}
    kept = {"status": "active", "from": "2025-02-01", "reason": "Kept. 保留。"}
    retired = {"status": "retired", "from": "2027-07-01", "reason": "Two years on. 满两年。"}
    lives(ACTIVE, reviewed, kept, {**reviewed, "from": "2025-03-01"}, DEPRECATED, retired)(manifest, tmp_path)
    assert not any(messages(manifest, tmp_path).values())


def test_a_kpi_may_reach_its_result_through_the_driver_tree(tmp_path: Path) -> None:
    sound_files(tmp_path)
    manifest = sound_manifest()
    manifest["metrics"]["visits"] = metric("visits", "process", "Visits", anchors=[])
    edge("metric,cogs", "metric,visits")(manifest, tmp_path)
    found = messages(manifest, tmp_path)
    assert found["KPIs reach results"] == []
    assert found["anchors exist"] == ["visits: a process indicator without a financial anchor"]


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
