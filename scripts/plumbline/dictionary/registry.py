"""The metrics of the parsed project: what each says of itself, what it is made of, and what stands on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from plumbline.building import run_dbt
from plumbline.catalogue import expressions
from plumbline.catalogue.catalogue import Catalogue
from plumbline.catalogue.expressions import Formula, Name
from plumbline.catalogue.metrics import Metric
from plumbline.catalogue.reading import read_facts, read_manifest, read_metrics
from plumbline.dictionary.algebra import Rational, rational
from plumbline.dictionary.drivers import DriverTree, read_rows, read_tree
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine
from plumbline.texts import Both, halves


@dataclass(frozen=True)
class Contract:
    """A source table (contract): the staging model, what it holds, and the company's systems that deliver it."""

    name: str
    description: Both
    path: str
    systems: tuple[str, ...]


@dataclass(frozen=True)
class Owner:
    """A function that owns indicators, and the lowest level of the organisation that it controls."""

    name: Both
    lowest_level: str


@dataclass(kw_only=True)
class Registry(Catalogue):
    """A company's catalogue, with the contracts below the metrics, the driver tree above them, and their formulas."""

    company: Company
    contracts: Mapping[str, Contract]
    tree: DriverTree = field(default_factory=DriverTree)
    named_owners: Mapping[str, Owner] = field(default_factory=dict)
    _expanded: dict[str, Formula] = field(default_factory=dict, repr=False)
    _rational: dict[str, Rational] = field(default_factory=dict, repr=False)

    def shown(self, metric: Metric) -> Formula:
        """The formula down to the next indicators and components: terms are written out."""
        if metric.formula is None:
            return Name(metric.code)

        def step(name: Name) -> Formula:
            inner = self.metrics[name.code]
            return name if inner.formula is None or inner.is_indicator or name.is_prior else self.shown(inner)

        return expressions.replaced(metric.formula, step)

    def expanded(self, code: str) -> Formula:
        """The formula down to the components."""
        if code not in self._expanded:
            own = self.metrics[code].formula
            self._expanded[code] = Name(code) if own is None else expressions.replaced(own, self._step)
        return self._expanded[code]

    def _step(self, name: Name) -> Formula:
        inner = self.expanded(name.code)
        return expressions.replaced(inner, lambda one: Name(one.code, True)) if name.is_prior else inner

    def normal_form(self, code: str) -> Rational:
        """The formula as a quotient of polynomials over components."""
        if code not in self._rational:
            self._rational[code] = rational(self.expanded(code))
        return self._rational[code]

    @cached_property
    def owners(self) -> Mapping[str, Owner]:
        """The owners by their name in the metrics: those of the seed indicator_owners.

        Without that seed, the owners of indicators, by the levels they answer for.
        """
        if self.named_owners:
            return self.named_owners
        found: dict[str, Owner] = {}
        for one in self.indicators():
            name, level = str(one.meta.get("owner")), str(one.meta.get("lowest_level"))
            known = found.get(name, Owner(Both(name, name), level))
            found[name] = Owner(known.name, max(known.lowest_level, level))
        return dict(sorted(found.items()))

    @property
    def delivered(self) -> set[str]:
        """The contracts that some source system of the company delivers."""
        return {name for name, contract in self.contracts.items() if contract.systems}

    def status_of(self, metric: Metric) -> str:
        """The state of an indicator on the company's as-of date."""
        return metric.status_on(str(self.company.variables.get("as_of_date") or "9999-12-31"))

    def category_of(self, metric: Metric) -> str:
        return str(metric.meta.get("category") or "")


def parse_target(company: Company) -> Path:
    """Where dbt keeps the parse that the dictionary reads."""
    return company.folder / "target" / "dictionary"


def load_registry(company: Company, engine: Engine = Engine.duckdb) -> Registry:
    """The registry of a company: its project is parsed by dbt, with the company's variables.

    Raises PlumblineError when dbt refuses the project.
    """
    target = parse_target(company)
    outcome = run_dbt(company, engine, ["parse"], target=target)
    if not outcome.success:
        raise PlumblineError(f"dbt cannot parse the project: {outcome.problem}", exit_code=2)
    return registry_of(company, read_manifest(target))


def registry_of(company: Company, manifest: Mapping[str, Any]) -> Registry:
    """The registry in a parsed manifest. Raises PlumblineError for an expression that is none."""
    facts = read_facts(manifest)
    metrics = read_metrics(manifest, facts)
    for metric in metrics.values():
        _ = metric.formula
    owners = {
        row["owner"]: Owner(Both(row["owner"], row["owner_zh"]), row["lowest_controlled_level"])
        for row in read_rows(_seed_path(company, manifest, "indicator_owners"))
    }
    return Registry(
        metrics,
        facts,
        company=company,
        contracts={one.name: one for one in _contracts(company, manifest)},
        tree=read_tree(_seed_path(company, manifest, "driver_edges"), _seed_path(company, manifest, "driver_terms")),
        named_owners=owners,
    )


def _contracts(company: Company, manifest: Mapping[str, Any]) -> Iterator[Contract]:
    for node in manifest["nodes"].values():
        path = str(node["original_file_path"])
        if node["resource_type"] != "model" or not path.startswith("models/staging/") or "/systems/" in path:
            continue
        name = node["name"].removeprefix("stg_")
        systems = [system for system, contracts in company.source_systems.items() if name in contracts]
        yield Contract(name, halves(str(node.get("description") or "")), path, tuple(sorted(systems)))


def _seed_path(company: Company, manifest: Mapping[str, Any], name: str) -> Path | None:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed" and node["name"] == name:
            return company.root / str(node["original_file_path"])
    return None
