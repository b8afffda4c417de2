"""The parsed project as the guards see it: its manifest, its files, and what a node or metric says about itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plumbline.catalogue.catalogue import Catalogue, catalogue_of
from plumbline.catalogue.metrics import Metric, Node

# The way of the data. A model may read its own layer and any earlier one from staging on; only staging reads base.
LAYERS = [
    "base", "staging", "intermediate", "core", "components",
    "windows", "members", "applicability", "stored", "indicators", "performance", "audit",
]  # fmt: skip
LAYER_FOLDERS = [
    ("models/staging/systems/", "base"),
    ("models/staging/", "staging"),
    ("models/intermediate/", "intermediate"),
    ("models/marts/core/", "core"),
    ("models/marts/components/", "components"),
    ("models/marts/indicators/windows/", "windows"),
    ("models/marts/indicators/members/", "members"),
    ("models/marts/indicators/applicability/", "applicability"),
    ("models/marts/indicators/stored/", "stored"),
    ("models/marts/indicators/", "indicators"),
    ("models/marts/registry/", "indicators"),
    ("models/marts/performance/", "performance"),
    ("models/marts/audit/", "audit"),
]
# The folder of the systems that any company may use, beside the folders of single companies.
PRODUCT = "plumbline"


@dataclass(frozen=True)
class Project:
    """A parsed project: the folder it lives in and its manifest."""

    root: Path
    manifest: Mapping[str, Any]

    def models(self) -> list[Node]:
        return [node for node in self.manifest["nodes"].values() if node["resource_type"] == "model"]

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue_of(self.manifest)

    def metrics(self) -> list[Metric]:
        return list(self.catalogue.metrics.values())


def layer_of(node: Node) -> str | None:
    """The layer a model's folder puts it in; None for a folder that is not one of the layers."""
    path = str(node["original_file_path"])
    return next((layer for folder, layer in LAYER_FOLDERS if path.startswith(folder)), None)


def system_of(node: Node) -> str | None:
    """The source system whose folder, models/staging/systems/<company>/<system>/, a base model lives in."""
    parts = Path(str(node["original_file_path"])).parts
    return parts[4] if parts[:3] == ("models", "staging", "systems") and len(parts) > 5 else None


def company_of(node: Node) -> str:
    """The company in whose folder a node stands: systems and their seeds have one, everything else is the product's."""
    match Path(str(node["original_file_path"])).parts:
        case ("models", "staging", "systems", company, _, _) | ("seeds", company, _, _):
            return company
    return PRODUCT


def meta_of(node: Node) -> Mapping[str, Any]:
    return node.get("config", {}).get("meta") or {}
