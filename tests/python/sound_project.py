"""A small made-up project that breaks none of the guards' rules: its manifest and its files."""

from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHOP = "scripts/plumbline/companies/shop.yml"
Manifest = dict[str, Any]

BOTH = "One row per thing. 每行一物。"
INDICATOR_META = {
    "kind": "result",
    "label_zh": "毛利",
    "category": "profitability",
    "unit": "money",
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


VOCABULARY = (ROOT / "seeds/reference/vocabulary.csv").read_text(encoding="utf-8")
TRANSITIONS = (ROOT / "seeds/reference/indicator_transitions.csv").read_text(encoding="utf-8")
EDGE_COLUMNS = (
    "decomposition,parent,operator,position,factor_kind,factor,term,sign,exponent,scale,member_dimension,highest_level,"
    "lowest_level,industries,note,note_zh"
)
SOUND_EDGES = [
    "walk,gross_profit,sum,1,metric,revenue,,1,,1,,L1,L2,,Sales less cost,收入减成本\n",
    "walk,gross_profit,sum,2,metric,cogs,,-1,,1,,L1,L2,,Sales less cost,收入减成本\n",
    "by_unit,any_sum,sum,1,member,org_unit,,1,,,org_unit,L1,L6,,Children,下级\n",
]
ACTIVE = {"status": "active", "from": "2024-01-01", "approved_by": "CFO", "reason": "In use. 沿用。"}
DEPRECATED = {"status": "deprecated", "from": "2025-07-01", "reason": "Replaced. 被取代。"}


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
        "name": f"keeps_its_rules_{name}",
        "resource_type": "test",
        "original_file_path": "models/models.yml",
        "attached_node": f"model.p.{name}",
        "test_metadata": {"name": "keeps_its_rules"},
        "depends_on": {"nodes": [f"model.p.{name}"]},
    }


def metric(name: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    meta = INDICATOR_META | {"kind": kind, "label_zh": f"{label}的指标"}
    return {
        "name": name,
        "original_file_path": "metrics/small.yml",
        "type": "derived",
        "label": label,
        "description": f"What {label} means.\n\n{label}的含义。",
        "filter": None,
        "type_params": {"expr": "revenue - cogs", "metrics": [{"name": "revenue", "filter": None}]},
        "config": {"meta": meta | more},
    }


def sound_manifest() -> Manifest:
    chain = [
        model("base_pos__product", "staging/systems/shop/pos", ["source.p.pos.products"]),
        model("stg_product", "staging/sales", ["model.p.base_pos__product"]),
        model("int_product", "intermediate/products", ["model.p.stg_product"]),
        model("dim_product", "marts/core", ["model.p.int_product"]),
        model("components_sales", "marts/components", ["model.p.dim_product"]),
        model("indicator_values", "marts/indicators", ["model.p.components_sales"]),
    ]
    # The contract describes what its base model delivers.
    chain[0]["columns"] = {}
    tests = [key_test(one["name"]) for one in chain[1:]]
    metrics = [
        metric("revenue", "component", "Revenue", input_metrics=[], component_class="flow", contracts=["product"]),
        metric("cogs", "component", "Cost", input_metrics=[], component_class="flow", contracts=["product"]),
        metric("stock_opening", "component", "Opening stock", component_class="closing", contracts=["product"]),
        metric("stock_closing", "component", "Closing stock", component_class="closing", contracts=["product"]),
        metric("answers", "component", "Answers", component_class="flow", contracts=["product"]),
        metric("gross_profit", "result", "Gross profit"),
        metric("stock_days", "auxiliary", "Stock days", low_sample={"component": "answers", "minimum": 30}),
        metric("dso", "process", "Days", anchors=["gross_profit"]),
    ]
    inputs = {"gross_profit": ["revenue", "cogs"], "stock_days": ["stock_closing"]}
    for one in metrics:
        one["type_params"]["metrics"] = [{"name": name, "filter": None} for name in inputs.get(one["name"], [])]
    return {
        "nodes": {one["unique_id"]: one for one in [*chain, *tests]},
        "metrics": {one["name"]: one for one in metrics},
    }


def sound_files(root: Path) -> None:
    files = {
        "dbt_project.yml": "name: p\n",
        SHOP: "vars:\n  source_systems:\n    pos: [product]\n",
        "models/staging/systems/shop/pos/base_pos__product.sql": "{{ feeds_from('pos') }}\nselect 1",
        "models/staging/sales/stg_product.sql": "select 1",
        "macros/cross_db/divide.sql": "{{ adapter.dispatch('divide')() }}",
        "seeds/reference/indicator_owners.csv": "owner,lowest_controlled_level\nFP&A,L4\nCFO,L2\n",
        "seeds/reference/indicator_transitions.csv": TRANSITIONS,
        "seeds/reference/vocabulary.csv": VOCABULARY,
        "seeds/reference/driver_edges.csv": f"{EDGE_COLUMNS}\n{''.join(SOUND_EDGES)}",
        "seeds/reference/driver_terms.csv": "factor_kind,factor,label,label_zh\nmember,org_unit,Units,单元\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
