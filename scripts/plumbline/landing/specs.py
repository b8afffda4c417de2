"""What a company's systems deliver, read from the source YAML that dbt reads too: one definition for both."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plumbline.errors import PlumblineError
from plumbline.landing.contracts import contract_shape
from plumbline.project import Company

SYSTEMS = Path("models/staging/systems")
FORMATS = ("csv", "xlsx", "parquet")
SETTINGS = {
    "files",
    "format",
    "encoding",
    "delimiter",
    "decimal",
    "sheet",
    "header_row",
    "key",
    "control_column",
    "optional",
    "shape",
}


@dataclass(frozen=True)
class Dataset:
    """One dataset of one system: which files it comes in and what each of them must satisfy."""

    system: str
    name: str
    table: str
    files: str
    format: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    control_column: str | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    sheet: str | None = None
    header_row: int = 1
    required: bool = True

    @property
    def label(self) -> str:
        return f"{self.system}.{self.name}"


def read_datasets(company: Company) -> list[Dataset]:
    """The datasets of the company's source systems, in the order of its configuration."""
    datasets: list[Dataset] = []
    for system, contracts in company.source_systems.items():
        # Below the folder of whichever company brought it: names of systems are unique, as those of their models are.
        folders = [folder for folder in (company.root / SYSTEMS).glob(f"*/{system}") if folder.is_dir()]
        if not folders:
            raise PlumblineError(
                f"Company '{company.name}' names the source system '{system}', but there is no folder "
                f"{SYSTEMS}/<company>/{system}. Correct `source_systems` or add the system's folder.",
                exit_code=2,
            )
        for path in sorted(path for folder in folders for path in folder.glob("_*__sources.yml")):
            datasets.extend(_datasets_of(company.root, path, system, contracts))
    return datasets


def _datasets_of(root: Path, path: Path, system: str, contracts: list[str]) -> Iterator[Dataset]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise PlumblineError(f"{path} is not valid YAML: {error}", exit_code=2) from error
    for source in document.get("sources", []):
        for table in source.get("tables", []):
            # What a source says holds for each of its tables.
            landing = _landing(source) | _landing(table)
            if landing.get("shape") == "contract":
                yield _dataset(path, system, contracts, *_in_shape_of_contract(root, table, landing))
            elif landing:
                yield _dataset(path, system, contracts, table, landing)


def _landing(described: dict[str, Any]) -> dict[str, Any]:
    return (described.get("config") or {}).get("meta", {}).get("landing") or {}


def _in_shape_of_contract(
    root: Path, table: dict[str, Any], landing: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The table and its settings, with what follows from the contract that it is named after."""
    shape = contract_shape(root, str(table["name"]))
    follows = {
        "files": f"{table['name']}.{landing.get('format')}",
        "key": shape.key,
        "control_column": shape.control_column,
    }
    return table | {"columns": [{"name": column} for column in shape.required]}, follows | landing


def _dataset(path: Path, system: str, contracts: list[str], table: dict[str, Any], landing: dict[str, Any]) -> Dataset:
    name = str(table["name"])

    def wrong(what: str) -> PlumblineError:
        return PlumblineError(f"{path}, table '{name}', config.meta.landing: {what}", exit_code=2)

    columns = tuple(str(column["name"]) for column in table.get("columns", []))
    if unknown := sorted(set(landing) - SETTINGS):
        raise wrong(f"unknown setting {', '.join(unknown)}. Known: {', '.join(sorted(SETTINGS))}.")
    if landing.get("shape", "contract") != "contract":
        raise wrong(f"there is no shape {landing['shape']}, only `contract`.")
    if not landing.get("files") or landing.get("format") not in FORMATS:
        raise wrong(f"`files` (a glob) and `format` ({', '.join(FORMATS)}) are needed.")
    if not columns:
        raise wrong("list the file's required columns under `columns`.")
    key = tuple(str(column) for column in landing.get("key", []))
    control_column = landing.get("control_column")
    if strangers := [column for column in [*key, control_column] if column and column not in columns]:
        raise wrong(f"{', '.join(strangers)} is not among the table's columns.")
    return Dataset(
        system=system,
        name=name,
        table=str(table.get("identifier") or f"{system}__{name}"),
        files=str(landing["files"]),
        format=str(landing["format"]),
        columns=columns,
        key=key,
        control_column=control_column,
        encoding=str(landing.get("encoding", "utf-8")),
        delimiter=str(landing.get("delimiter", ",")),
        decimal=str(landing.get("decimal", ".")),
        sheet=landing.get("sheet"),
        header_row=int(landing.get("header_row", 1)),
        # A contract the company says it delivers is never optional.
        required=not landing.get("optional", False) or name in contracts,
    )
