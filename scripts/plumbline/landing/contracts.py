"""What a file in the shape of a contract must have, read from the one place that states it: the YAML of its model."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plumbline.errors import PlumblineError

STAGING = Path("models/staging")


@dataclass(frozen=True)
class ContractShape:
    """The columns that every row of a contract fills, its key among them, and the one that control files sum."""

    required: tuple[str, ...]
    key: tuple[str, ...]
    control_column: str | None


def contract_shape(root: Path, contract: str) -> ContractShape:
    """The shape of a contract of the project at `root`; raises PlumblineError where it is not to be found."""
    path = next((root / STAGING).glob(f"*/stg_{contract}.yml"), None)
    if path is None:
        raise PlumblineError(f"There is no contract {contract}: no {STAGING}/<group>/stg_{contract}.yml.", exit_code=2)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    model = next(one for one in document["models"] if one["name"] == f"stg_{contract}")
    rules = _rules(model)
    if not rules.get("key"):
        raise PlumblineError(f"{path}: the contract names no key. Give it the test keeps_its_rules.", exit_code=2)
    needed = {*rules["key"], *rules.get("required", [])}
    return ContractShape(
        required=tuple(column["name"] for column in model["columns"] if column["name"] in needed),
        key=tuple(rules["key"]),
        control_column=model.get("config", {}).get("meta", {}).get("control_column"),
    )


def _rules(model: dict[str, Any]) -> dict[str, Any]:
    tests = (test["keeps_its_rules"] for test in model.get("data_tests", []) if "keeps_its_rules" in test)
    return next((test["arguments"] for test in tests), {})
