"""Reads the catalogue from dbt's manifest: the one place in Python that knows how a metric looks there.

The manifest and not the semantic one beside it, since only dbt's own says in which file a metric stands.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plumbline.catalogue.metrics import Fact, Metric, Node
from plumbline.texts import Both

PROJECT = "plumbline"
MANIFEST = "manifest.json"


def read_manifest(target: Path) -> dict[str, Any]:
    """The manifest that dbt left in a target folder."""
    manifest: dict[str, Any] = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def has_manifest(target: Path) -> bool:
    """Whether a build or parse has left one there."""
    return (target / MANIFEST).is_file()


def read_facts(manifest: Mapping[str, Any]) -> dict[str, Fact]:
    return {node["name"]: _fact(node) for node in (manifest.get("semantic_models") or {}).values()}


def read_metrics(manifest: Mapping[str, Any], facts: Mapping[str, Fact]) -> dict[str, Metric]:
    """The project's own metrics; a company's project may have others beside them."""
    nodes = (manifest.get("metrics") or {}).values()
    return {node["name"]: _metric(node, facts) for node in nodes if node.get("package_name", PROJECT) == PROJECT}


def _fact(node: Node) -> Fact:
    return Fact(
        name=node["name"],
        relation=str(node["node_relation"]["alias"]),
        primary_entity=str(node.get("primary_entity") or ""),
        entities=frozenset(str(one["name"]) for one in node.get("entities") or []),
        dimensions=frozenset(str(one["name"]) for one in node.get("dimensions") or []),
    )


def _metric(node: Node, facts: Mapping[str, Fact]) -> Metric:
    params, meta = node.get("type_params") or {}, (node.get("config") or {}).get("meta") or {}
    aggregation = params.get("metric_aggregation_params") or {}
    sides = [one for one in (params.get("numerator"), params.get("denominator")) if one]
    parts = [*sides, *(params.get("metrics") or [])]
    named = [one for one in parts if one.get("name")]
    is_simple = node["type"] == "simple"
    return Metric(
        code=node["name"],
        type=node["type"],
        label=Both(str(node.get("label") or node["name"]), str(meta.get("label_zh") or node["name"])),
        description=str(node.get("description") or ""),
        meta=meta,
        path=str(node.get("original_file_path") or ""),
        expr=str(params.get("expr") or (node["name"] if is_simple else "")),
        aggregation=str(aggregation.get("agg") or ""),
        fact=facts.get(str(aggregation.get("semantic_model"))) if is_simple else None,
        inputs=tuple(str(one["name"]) for one in named if not one.get("offset_window")),
        offsets={str(one.get("alias") or one["name"]): str(one["name"]) for one in named if one.get("offset_window")},
        is_filtered=any(one.get("filter") for one in (node, *parts, params.get("measure") or {})),
    )
