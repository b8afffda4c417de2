"""Where things are: the project, a company's configuration, and the products under `warehouse/<company>/`."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from plumbline.errors import PlumblineError

COMPANIES = Path("scripts/plumbline/companies")
DEFAULT_COMPANY = "demo"
# What a company's file must say, since nobody else can, with what to write.
REQUIRED = {
    "base_currency": "base_currency: CNY  # the currency of its books",
    "as_of_date": 'as_of_date: "2026-01-08"  # months that ended before this day are reported',
    "source_systems": "source_systems: {contract_files: [org_unit, gl_balance]}  # system: the contracts it delivers",
}
# On Postgres a build stands beside the published schemas until it is swapped in.
NEXT_PREFIX = "next_"


class Engine(StrEnum):
    """The databases a company can be built on."""

    duckdb = "duckdb"
    postgres = "postgres"


def project_root() -> Path:
    """The dbt project's folder: PLUMBLINE_PROJECT, else the nearest one above the working directory, else this one."""
    if named := os.environ.get("PLUMBLINE_PROJECT"):
        return Path(named).resolve()
    here = Path.cwd().resolve()
    for folder in [here, *here.parents]:
        if (folder / "dbt_project.yml").is_file() and (folder / COMPANIES.parent).is_dir():
            return folder
    return Path(__file__).resolve().parents[2]


def warehouse_root(root: Path) -> Path:
    """The folder of all products: PLUMBLINE_WAREHOUSE, else `warehouse/` in the project."""
    return (root / os.environ.get("PLUMBLINE_WAREHOUSE", "warehouse")).resolve()


def layer_schemas(root: Path) -> list[str]:
    """The schemas that a build writes, as dbt_project.yml names them; publishing swaps them together."""
    project = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))

    def named(settings: Mapping[str, Any]) -> Iterator[str]:
        for key, value in settings.items():
            if key == "+schema":
                yield str(value)
            elif isinstance(value, Mapping):
                yield from named(value)

    return sorted({*named(project.get("seeds", {})), *named(project.get("models", {}))})


@dataclass(frozen=True)
class Company:
    """A company's configuration: the variables of dbt_project.yml, replaced one by one by those of its own file."""

    name: str
    root: Path
    overrides: Mapping[str, Any] = field(default_factory=dict)
    # Its own file, below the project's folder where it lies there; a company that is made in code has the project's.
    file: Path = Path("dbt_project.yml")
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        # Where its products are is settled once, whatever becomes of the environment.
        object.__setattr__(self, "folder", warehouse_root(self.root) / self.name)

    @property
    def landing_file(self) -> Path:
        return self.folder / "landing.duckdb"

    @property
    def build_file(self) -> Path:
        # The file's stem is the database's name inside its views: the published file must have the same.
        return self.folder / "build" / "plumbline.duckdb"

    @property
    def published_file(self) -> Path:
        return self.folder / "plumbline.duckdb"

    def target_path(self, engine: Engine) -> Path:
        """dbt's artifacts of this company on this engine (manifest.json, compiled SQL)."""
        return self.folder / "target" / engine

    @property
    def variables(self) -> dict[str, Any]:
        return {**_yaml(self.root / "dbt_project.yml").get("vars", {}), **self.overrides}

    @property
    def source_systems(self) -> dict[str, list[str]]:
        """The company's source systems, each with the contracts it delivers."""
        return {system: list(contracts or []) for system, contracts in self.variables.get("source_systems", {}).items()}

    def dbt_variables(self, engine: Engine) -> dict[str, Any]:
        """What dbt gets as `--vars`: the company's own values, where its raw tables are, and where Postgres builds."""
        variables = {**self.overrides, "company": self.name}
        if engine is Engine.duckdb:
            return {**variables, "raw_database": "landing"}
        return {**variables, "raw_database": None, "schema_prefix": NEXT_PREFIX}


def load_company(name: str, root: Path | None = None) -> Company:
    """A company by its name (its file in scripts/plumbline/companies/) or by the path of a file of that form.

    Raises PlumblineError when there is no such file, or when it leaves out what only the company can say.
    """
    root = root or project_root()
    is_path = name.endswith((".yml", ".yaml"))
    path = Path(name) if is_path else root / COMPANIES / f"{name}.yml"
    if path.is_file():
        overrides = _yaml(path).get("vars") or {}
        place = path.resolve()
        file = place.relative_to(root) if place.is_relative_to(root) else place
        _refuse_incomplete(file, overrides)
        return Company(str(overrides.get("company", path.stem)) if is_path else name, root, overrides, file)
    known = sorted(file.stem for file in (root / COMPANIES).glob("*.yml"))
    raise PlumblineError(
        f"There is no company '{name}'. Known companies: {', '.join(known) or 'none'}. To add one, write "
        f"{COMPANIES}/{name}.yml with its `vars` ({', '.join(REQUIRED)}, ...), or give the path of such a file.",
        exit_code=2,
    )


def _refuse_incomplete(file: Path, variables: Mapping[str, Any]) -> None:
    """A currency, a day or systems taken over from another company would give numbers that look right."""
    if missing := [name for name in REQUIRED if not variables.get(name)]:
        lines = "".join(f"\n  {REQUIRED[name]}" for name in missing)
        raise PlumblineError(f"{file} does not say {', '.join(missing)}. Write under its `vars`:{lines}", exit_code=2)


def _yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PlumblineError(f"Cannot read {path}: {error.strerror}.", exit_code=2) from error
    except yaml.YAMLError as error:
        raise PlumblineError(f"{path} is not valid YAML: {error}", exit_code=2) from error
    return content if isinstance(content, dict) else {}
