"""The metrics of the parsed project: what each says of itself, what it is made of, and what stands on it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from plumbline.building import run_dbt
from plumbline.dictionary import expressions
from plumbline.dictionary.algebra import Rational, rational
from plumbline.dictionary.drivers import DriverTree, read_rows, read_tree
from plumbline.dictionary.expressions import Formula, FormulaError, Name, Quotient
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine
from plumbline.texts import Both, halves, part, sentence

INDICATOR_KINDS = ("result", "process", "auxiliary")
# The parts of an indicator's description, by the words their lines begin with.
PARTS = {
    "meaning": ("Meaning", "含义"),
    "formula": ("Formula", "公式"),
    "grain": ("Grain", "粒度"),
    "scope": ("Includes and excludes", "口径"),
    "owner": ("Owner", "负责"),
}
STOCK_SUFFIXES = ("_opening", "_closing", "_stock_months")


@dataclass(frozen=True)
class Stage:
    """One state in the life of an indicator's version, from one day to the day before another."""

    version: str
    status: str
    start: str
    end: str
    reason: str
    approved_by: str
    replaced_by: str


@dataclass(frozen=True)
class Metric:
    """One metric of the manifest. `formula` is its own expression over other metrics; None for a component."""

    code: str
    type: str
    label: Both
    description: str
    meta: Mapping[str, Any]
    path: str
    column: str = ""
    fact: str = ""
    formula: Formula | None = None

    @property
    def kind(self) -> str:
        return str(self.meta.get("kind"))

    @property
    def is_indicator(self) -> bool:
        return self.kind in INDICATOR_KINDS

    @property
    def component_class(self) -> str:
        return str(self.meta.get("component_class") or "")

    @property
    def base(self) -> str:
        """The name a component has inside S( ), O( ), C( ), SM( ): that of its stock, without opening or closing."""
        for text in (self.code, self.column):
            if stem := next((text.removesuffix(end) for end in STOCK_SUFFIXES if text.endswith(end)), ""):
                return stem
        return self.code

    @cached_property
    def texts(self) -> Mapping[str, Both]:
        """The description's parts (meaning, formula, grain, scope, owner); a plain description is all meaning."""
        both = halves(self.description)
        parts = {name: Both(part(both.en, words[0]), part(both.zh, words[1])) for name, words in PARTS.items()}
        if not parts["meaning"]:
            parts["meaning"] = both
        return parts

    @property
    def definition(self) -> Both:
        """What a component counts: the whole description, or meaning, formula and scope of one that is an indicator."""
        if not self.texts["formula"]:
            return self.texts["meaning"]
        chosen = [self.texts["formula"], self.texts["scope"]]
        return Both(
            " ".join(sentence(one.en) for one in chosen if one.en),
            "".join(sentence(one.zh) for one in chosen if one.zh),
        )

    @property
    def indicator_code(self) -> str:
        """The code under which the indicator is published: several versions of one share it."""
        return str(self.meta.get("code") or self.code)

    @property
    def lifecycle(self) -> list[Stage]:
        """The states of the indicator, one after the other; one that says nothing is active from its first day on."""
        version = str(self.meta.get("version") or "")
        declared = self.meta.get("lifecycle") or [{"status": "active", "from": self.meta.get("valid_from")}]
        starts = [str(one.get("from") or "") for one in declared]
        return [
            Stage(
                version=version,
                status=str(one.get("status") or ""),
                start=start,
                end=end,
                reason=str(one.get("reason") or ""),
                approved_by=str(one.get("approved_by") or ""),
                replaced_by=str(one.get("replaced_by") or ""),
            )
            for one, start, end in zip(declared, starts, [*starts[1:], ""], strict=True)
        ]

    def status_on(self, day: str) -> str:
        """The state on a day (ISO); before its first state, that one."""
        begun = [stage for stage in self.lifecycle if stage.start <= day]
        return (begun or self.lifecycle[:1])[-1].status


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


@dataclass
class Registry:
    """All metrics of a company's project, with the contracts below them and the driver tree above them."""

    company: Company
    metrics: Mapping[str, Metric]
    contracts: Mapping[str, Contract]
    tree: DriverTree = field(default_factory=DriverTree)
    named_owners: Mapping[str, Owner] = field(default_factory=dict)
    _expanded: dict[str, Formula] = field(default_factory=dict, repr=False)
    _rational: dict[str, Rational] = field(default_factory=dict, repr=False)

    def indicators(self) -> list[Metric]:
        return sorted((one for one in self.metrics.values() if one.is_indicator), key=lambda one: one.code)

    def components(self) -> list[Metric]:
        """The simple metrics, those that are indicators as well included."""
        return sorted((one for one in self.metrics.values() if one.type == "simple"), key=lambda one: one.code)

    def terms(self) -> list[Metric]:
        """Numerators, denominators and other steps that are no indicators themselves."""
        return sorted(
            (one for one in self.metrics.values() if one.type != "simple" and not one.is_indicator),
            key=lambda one: one.code,
        )

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

    def components_of(self, code: str) -> list[Metric]:
        """The components an indicator comes from, in reading order, without the calendar's count of months."""
        found = dict.fromkeys(name.code for name in expressions.names(self.expanded(code)))
        return [self.metrics[one] for one in found if self.metrics[one].component_class != "calendar_months"]

    def uses_prior_year(self, code: str) -> bool:
        """Whether it takes a window of the year before, or a component of it looks a year back by itself."""
        made_of = list(expressions.names(self.expanded(code)))
        return any(one.is_prior or self.metrics[one.code].meta.get("needs_prior_year") for one in made_of)

    def ratios_of(self, code: str) -> list[Metric]:
        """The ratios an indicator is made of, itself included: each has a denominator that can be zero."""
        made_of = [self.metrics[one] for one in [code, *sorted(self._inputs(code))]]
        return [one for one in made_of if one.type == "ratio"]

    def denominator_of(self, ratio: Metric) -> Metric:
        """The metric that a ratio divides by."""
        if not isinstance(ratio.formula, Quotient) or not isinstance(ratio.formula.denominator, Name):
            raise ValueError(f"{ratio.code} is not a ratio")
        return self.metrics[ratio.formula.denominator.code]

    def contracts_of(self, code: str) -> list[str]:
        found: dict[str, None] = {}
        for component in self.components_of(code):
            found.update(dict.fromkeys(component.meta.get("contracts") or []))
        return sorted(found)

    def users_of(self, code: str) -> list[Metric]:
        """The indicators whose formula uses this metric, directly or through others, itself left out."""
        return [one for one in self.indicators() if one.code != code and code in self._inputs(one.code)]

    def _inputs(self, code: str) -> set[str]:
        own = self.metrics[code].formula
        direct = {name.code for name in expressions.names(own)} if own is not None else set()
        return direct.union(*(self._inputs(one) for one in direct))

    def anchored_by(self, code: str) -> list[Metric]:
        """The indicators that name this one as their anchor."""
        return [one for one in self.indicators() if code in (one.meta.get("anchors") or [])]

    def anchor_chains(self, code: str) -> Iterator[list[str]]:
        """The ways from an indicator up its anchors, each to its end, the indicator itself first."""
        waiting = [[code]]
        while waiting:
            way = waiting.pop(0)
            known = self.metrics.get(way[-1])
            further = [one for one in (known.meta.get("anchors") or [] if known else []) if one not in way]
            if further:
                waiting += [[*way, one] for one in further]
            elif len(way) > 1:
                yield way

    @cached_property
    def owners(self) -> Mapping[str, Owner]:
        """The owners by their name in the metrics: those of the seed indicator_owners.

        Without that seed, the owners of indicators, by what the descriptions call them and the levels they answer for.
        """
        if self.named_owners:
            return self.named_owners
        found: dict[str, Owner] = {}
        for one in self.indicators():
            name, level = str(one.meta.get("owner")), str(one.meta.get("lowest_level"))
            known = found.get(name, Owner(Both(name, one.texts["owner"].zh.rstrip("。.")), level))
            found[name] = Owner(known.name, max(known.lowest_level, level))
        return dict(sorted(found.items()))

    def status_of(self, metric: Metric) -> str:
        """The state of an indicator on the company's as-of date."""
        return metric.status_on(str(self.company.variables.get("as_of_date") or "9999-12-31"))

    def category_of(self, metric: Metric) -> str:
        return str(metric.meta.get("category") or "")


def load_registry(company: Company, engine: Engine = Engine.duckdb) -> Registry:
    """The registry of a company: its project is parsed by dbt, with the company's variables.

    Raises PlumblineError when dbt refuses the project.
    """
    target = company.folder / "target" / "dictionary"
    outcome = run_dbt(company, engine, ["parse"], target=target)
    if not outcome.success:
        raise PlumblineError(f"dbt cannot parse the project: {outcome.problem}", exit_code=2)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return registry_of(company, manifest)


def registry_of(company: Company, manifest: Mapping[str, Any]) -> Registry:
    """The registry in a parsed manifest."""
    facts = {node["name"]: node["node_relation"]["alias"] for node in manifest["semantic_models"].values()}
    metrics = {node["name"]: _metric(node, facts) for node in manifest["metrics"].values()}
    contracts = {one.name: one for one in _contracts(company, manifest)}
    tree = read_tree(_seed_path(company, manifest, "driver_edges"), _seed_path(company, manifest, "driver_terms"))
    owners = {
        row["owner"]: Owner(Both(row["owner"], row["owner_zh"]), row["lowest_controlled_level"])
        for row in read_rows(_seed_path(company, manifest, "indicator_owners"))
    }
    return Registry(company, metrics, contracts, tree, owners)


def _metric(node: Mapping[str, Any], facts: Mapping[str, str]) -> Metric:
    params, meta = node["type_params"], node["config"]["meta"]
    aggregation = params.get("metric_aggregation_params") or {}
    try:
        formula = _own_formula(node)
    except FormulaError as error:
        raise PlumblineError(f"Metric {node['name']} ({node['original_file_path']}): {error}", exit_code=2) from error
    is_simple = node["type"] == "simple"
    return Metric(
        code=node["name"],
        type=node["type"],
        label=Both(str(node.get("label") or node["name"]), str(meta.get("label_zh") or node["name"])),
        description=str(node.get("description") or ""),
        meta=meta,
        path=str(node["original_file_path"]),
        column=str(params.get("expr") or node["name"]) if is_simple else "",
        fact=facts.get(str(aggregation.get("semantic_model")), "") if is_simple else "",
        formula=formula,
    )


def _own_formula(node: Mapping[str, Any]) -> Formula | None:
    params = node["type_params"]
    if node["type"] == "ratio":
        return Quotient(Name(params["numerator"]["name"]), Name(params["denominator"]["name"]))
    if node["type"] != "derived":
        return None
    aliases = {
        str(one.get("alias") or one["name"]): Name(one["name"], bool(one.get("offset_window")))
        for one in params["metrics"]
    }

    def named(name: Name) -> Formula:
        if name.code not in aliases:
            raise FormulaError(f"its expression names {name.code}, which is not among its input_metrics")
        return aliases[name.code]

    return expressions.replaced(expressions.parse(str(params["expr"])), named)


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
