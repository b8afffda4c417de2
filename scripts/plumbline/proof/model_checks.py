"""What the guards ask of models: direction, engine neutrality, descriptions, keys, contracts, source systems."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from plumbline.proof.project import LAYERS, Project, layer_of, system_of
from plumbline.texts import is_bilingual

KEY_TESTS = {"keeps_its_rules"}
ENGINE_SWITCH = re.compile(r"target\s*\.\s*type|adapter\s*\.\s*(type|dispatch)\s*\(")


def layer_direction(project: Project) -> Iterator[str]:
    layer_by_id = {node["unique_id"]: layer_of(node) for node in project.models()}
    nodes = {node["unique_id"]: node for node in project.models()}
    for unique_id, layer in layer_by_id.items():
        node = nodes[unique_id]
        if layer is None:
            yield f"{node['name']}: {node['original_file_path']} is not in a folder of a layer"
            continue
        for parent_id in node["depends_on"]["nodes"]:
            if parent_id.startswith("source.") and layer != "base":
                yield f"{node['name']} ({layer}) reads the source {parent_id.removeprefix('source.')}"
            parent_layer = layer_by_id.get(parent_id)
            if parent_layer is None:
                continue
            parent = nodes[parent_id]
            if LAYERS.index(parent_layer) > LAYERS.index(layer):
                yield f"{node['name']} ({layer}) reads back to {parent['name']} ({parent_layer})"
            elif parent_layer == "base" and layer not in {"base", "staging"}:
                yield f"{node['name']} ({layer}) skips staging: it reads {parent['name']}"
            elif parent_layer == layer == "base" and system_of(parent) != system_of(node):
                yield f"{node['name']} reads another system's {parent['name']}"


def engines_apart(project: Project) -> Iterator[str]:
    for folder in ("models", "metrics", "macros", "tests", "analyses", "seeds", "dbt_project.yml"):
        start = project.root / folder
        paths = [start] if start.is_file() else sorted([*start.rglob("*.sql"), *start.rglob("*.yml")])
        for path in paths:
            relative = path.relative_to(project.root).as_posix()
            if relative.startswith("macros/cross_db/"):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if match := ENGINE_SWITCH.search(line):
                    yield f"{relative}:{number} asks for the engine: {match.group(0)}"


def everything_described(project: Project) -> Iterator[str]:
    seeds = [node for node in project.manifest["nodes"].values() if node["resource_type"] == "seed"]
    sources = project.manifest.get("sources", {}).values()
    for node in [*project.models(), *seeds, *sources]:
        if not is_bilingual(node.get("description")):
            yield f"{node['name']}: the description is missing or not in both languages"
        columns = node.get("columns", {}).values()
        # A base model speaks the columns of its contract, which are described there.
        if not columns and layer_of(node) != "base":
            yield f"{node['name']}: no column is described"
        for column in columns:
            if not is_bilingual(column.get("description")):
                yield f"{node['name']}.{column['name']}: the description is missing or not in both languages"


def models_keyed(project: Project) -> Iterator[str]:
    keyed = {
        node.get("attached_node")
        for node in project.manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") in KEY_TESTS
    }
    for node in project.models():
        if layer_of(node) != "base" and node["unique_id"] not in keyed:
            yield f"{node['name']} has no test of its key"


def staging_contracts(project: Project) -> Iterator[str]:
    for node in project.models():
        if layer_of(node) == "staging" and not (node["config"].get("contract") or {}).get("enforced"):
            yield f"{node['name']}: its contract is not enforced"


def systems_delivered(root: Path) -> dict[str, set[str]]:
    """Source system → contracts, over all companies: what the base models' file names promise."""
    promised: dict[str, set[str]] = defaultdict(set)
    contracts = {path.stem.removeprefix("stg_") for path in (root / "models/staging").glob("*/stg_*.sql")}
    for path in sorted((root / "models/staging/systems").glob("*/base_*.sql")):
        system = path.parent.name
        dataset = path.stem.removeprefix(f"base_{system}__")
        if dataset in contracts:
            promised[system].add(dataset)
    return dict(promised)


def company_files(root: Path) -> list[Path]:
    return [
        root / "dbt_project.yml",
        *sorted((root / "scripts/plumbline/companies").glob("*.yml")),
        *sorted((root / "tests/oracles").glob("*/company.yml")),
    ]


def systems_agree(project: Project) -> Iterator[str]:
    promised = systems_delivered(project.root)
    used: dict[str, set[str]] = defaultdict(set)
    for path in company_files(project.root):
        variables = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("vars") or {}
        for system, contracts in (variables.get("source_systems") or {}).items():
            where = path.relative_to(project.root)
            if not contracts:
                yield f"{where}: source_systems names {system} without a contract"
            for contract in contracts or []:
                used[system].add(contract)
                if contract not in promised.get(system, set()):
                    yield f"{where}: {system} is to deliver {contract}, but there is no base_{system}__{contract}"
    for system, contracts in promised.items():
        for contract in sorted(contracts - used[system]):
            if system != "contract_files":
                yield f"base_{system}__{contract}: no company lists {contract} under {system}"
    for path in sorted((project.root / "models/staging/systems").glob("*/base_*.sql")):
        first_line = path.read_text(encoding="utf-8").split("\n", 1)[0]
        system = path.parent.name
        if f"feeds_from('{system}')" not in first_line and f"'{system}' in systems_delivering(" not in first_line:
            yield f"{path.relative_to(project.root)}: the first line does not ask whether {system} is listed"
