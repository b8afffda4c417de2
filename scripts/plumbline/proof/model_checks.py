"""What the guards ask of models: direction, engine neutrality, descriptions, keys, contracts, source systems."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from plumbline.catalogue.metrics import Node
from plumbline.proof.project import LAYERS, PRODUCT, Project, company_of, layer_of, meta_of, system_of
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


def companies_apart(project: Project) -> Iterator[str]:
    nodes = {**project.manifest["nodes"], **project.manifest.get("sources", {})}
    for node in nodes.values():
        company, path = company_of(node), str(node["original_file_path"])
        if node["resource_type"] == "seed" and company == PRODUCT and not path.startswith("seeds/reference/"):
            yield f"{node['name']}: {path} is neither in seeds/reference nor in seeds/<company>/<system>"
        for parent_id in node.get("depends_on", {}).get("nodes", []):
            # Staging unites whatever systems there are, and names none of them.
            if parent_id not in nodes or layer_of(node) == "staging":
                continue
            owner = company_of(nodes[parent_id])
            if owner not in (company, PRODUCT):
                whose = "the product" if company == PRODUCT else company
                yield f"{node['name']} ({whose}) reads {nodes[parent_id]['name']} of {owner}"


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
    files = project.manifest.get("sources", {})
    contract_shaped = {key for key, file in files.items() if is_contract_shaped(file)}
    for node in [*project.models(), *seeds, *files.values()]:
        # A file in the shape of a contract, and the base model that only types it, are what the contract says.
        if {node["unique_id"], *node.get("depends_on", {}).get("nodes", [])} & contract_shaped:
            continue
        if not is_bilingual(node.get("description")):
            yield f"{node['name']}: the description is missing or not in both languages"
        columns = node.get("columns", {}).values()
        # The columns that a base model delivers to its contract are described there.
        if not columns and layer_of(node) != "base":
            yield f"{node['name']}: no column is described"
        for column in columns:
            if not is_bilingual(column.get("description")):
                yield f"{node['name']}.{column['name']}: the description is missing or not in both languages"


def is_contract_shaped(source: Node) -> bool:
    return bool(meta_of(source).get("landing", {}).get("shape") == "contract")


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


def contracts_stated_once(project: Project) -> Iterator[str]:
    contracts = {node["name"].removeprefix("stg_") for node in project.models() if layer_of(node) == "staging"}
    for node in project.models():
        if layer_of(node) == "base" and node["name"].partition("__")[2] in contracts:
            for column in node.get("columns", {}):
                yield f"{node['name']}.{column}: the contract describes this column"


def systems_delivered(root: Path) -> dict[str, set[str]]:
    """Source system → contracts, over all companies: what the base models' file names promise."""
    promised: dict[str, set[str]] = defaultdict(set)
    contracts = {path.stem.removeprefix("stg_") for path in (root / "models/staging").glob("*/stg_*.sql")}
    for path in sorted((root / "models/staging/systems").glob("*/*/base_*.sql")):
        system = path.parent.name
        dataset = path.stem.removeprefix(f"base_{system}__")
        if dataset in contracts:
            promised[system].add(dataset)
    return dict(promised)


def company_files(root: Path) -> list[Path]:
    return [
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
    for path in sorted((project.root / "models/staging/systems").glob("*/*/base_*.sql")):
        first_line = path.read_text(encoding="utf-8").split("\n", 1)[0]
        system = path.parent.name
        if f"feeds_from('{system}')" not in first_line and f"'{system}' in systems_delivering(" not in first_line:
            yield f"{path.relative_to(project.root)}: the first line does not ask whether {system} is listed"
