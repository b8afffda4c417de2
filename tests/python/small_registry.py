"""A registry of a few made-up metrics, so that a test can write down what must come out of their expressions."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plumbline.dictionary.registry import Registry, registry_of
from plumbline.project import Company

Node = dict[str, Any]
# What an indicator of the registry says of itself besides its names and formula.
INDICATOR = {
    "kind": "result",
    "category": "profitability",
    "lowest_level": "L4",
    "default_window": "YTD",
    "default_basis": "as_was",
}


def simple(code: str, label: str, label_zh: str, component_class: str = "flow", /, **meta: Any) -> Node:
    params = {"expr": code, "metric_aggregation_params": {"semantic_model": "facts", "agg": "sum"}}
    return _node(code, "simple", label, label_zh, params, {"component_class": component_class, **meta})


def ratio(code: str, label: str, label_zh: str, numerator: str, denominator: str, /, **meta: Any) -> Node:
    params = {"numerator": {"name": numerator}, "denominator": {"name": denominator}}
    return _node(code, "ratio", label, label_zh, params, meta)


def derived(code: str, label: str, label_zh: str, expr: str, inputs: Sequence[Any], /, **meta: Any) -> Node:
    metrics = [one if isinstance(one, dict) else {"name": one} for one in inputs]
    return _node(code, "derived", label, label_zh, {"expr": expr, "metrics": metrics}, meta)


def prior(name: str) -> Node:
    """An input of the same window one year earlier, as MetricFlow has it."""
    return {"name": name, "alias": f"prior_{name}", "offset_window": {"count": 1, "granularity": "year"}}


def small_registry(folder: Path, *nodes: Node) -> Registry:
    (folder / "dbt_project.yml").write_text("vars: {base_currency: CNY, as_of_date: '2025-10-08'}\n", encoding="utf-8")
    return registry_of(Company("small", folder), small_manifest(*nodes))


def small_manifest(*nodes: Node, contracts: Mapping[str, str] | None = None) -> Node:
    """A manifest of these metrics over one fact, and of these contracts (name: description)."""
    return {
        "metrics": {node["name"]: node for node in nodes},
        "semantic_models": {"facts": {"name": "facts", "node_relation": {"alias": "components_facts"}}},
        "nodes": {
            name: {
                "resource_type": "model",
                "name": f"stg_{name}",
                "description": description,
                "original_file_path": f"models/staging/small/stg_{name}.sql",
            }
            for name, description in (contracts or {}).items()
        },
    }


def _node(code: str, kind: str, label: str, label_zh: str, params: Node, meta: Node) -> Node:  # noqa: PLR0917
    meta = {"kind": "component" if kind == "simple" else "term", "label_zh": label_zh, "version": 1, **meta}
    return {
        "name": code,
        "type": kind,
        "label": label,
        "description": f"What {code} is.\n\n{label_zh}的说明。",
        "type_params": params,
        "config": {"meta": {"unit": "money", "owner": "CFO", "valid_from": "2024-01-01", **meta}},
        "original_file_path": "metrics/small.yml",
    }
