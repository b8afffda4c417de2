"""What parity needs to know of every metric, read from the one definition in the dbt manifest."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from plumbline.errors import PlumblineError

PROJECT = "plumbline"
LEVELS = ["company", "business_unit", "region", "department", "team", "post"]
MEMBERS = ["product_line", "customer_segment", "channel", "employee", "project"]
PUBLISHED_KINDS = {"result", "process", "auxiliary"}

# Exceptions that a metric's meta declares (`metricflow: {except: [...], reason: ..., covered_by: [...]}`).
WINDOW_SET = "window_set"  # MetricFlow cannot be asked at all
PARTIAL_YEARS = "partial_years"
SHORT_HISTORY = "short_history"
LOW_SAMPLE = "low_sample"
ONLY_ONE = "only_one"

Node = Mapping[str, Any]


class Clock(StrEnum):
    """The time a metric's facts have in common: months, whole windows, or none that MetricFlow could group by."""

    month = "month"
    window = "window"
    none = "none"


@dataclass(frozen=True)
class Rule:
    """A count that decides whether an indicator has a value: it must reach `minimum` and not exceed `maximum`."""

    exception: str
    component: str
    minimum: int | None = None
    maximum: int | None = None

    def withholds(self, count: Any) -> bool:
        return count is not None and (
            (self.minimum is not None and count < self.minimum) or (self.maximum is not None and count > self.maximum)
        )


@dataclass(frozen=True)
class Metric:
    """What parity needs to know of a metric; `exceptions` are the cases its meta declares MetricFlow cannot express.

    `parts` are the simple metrics it is made of, `members` what all of their facts are split by, `proofs` the codes of
    itself and of every indicator made from it: whose answers prove it too.
    """

    name: str
    reading: str  # exact, distinct or ratio
    facts: tuple[str, ...] = ()  # the semantic models it is made from
    code: str = ""
    version: int = 1
    clock: Clock = Clock.month
    window_entity: str = ""  # of the one window fact it is made from
    is_published: bool = False
    lowest_level: int = len(LEVELS)
    positive_bases: tuple[str, ...] = ()  # denominators that leave it without a value unless positive
    is_offset: bool = False
    rule: Rule | None = None
    parts: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()
    reason: str = ""
    covered_by: tuple[str, ...] = ()
    proofs: frozenset[str] = frozenset()


def load_metrics(manifest: Mapping[str, Any], only: Sequence[str] = ()) -> dict[str, Metric]:
    """The metrics of the dbt manifest (all, or some with what they are made of); those over the same facts in a row."""
    nodes = {node["name"]: node for node in manifest["metrics"].values() if node["package_name"] == PROJECT}
    if unknown := set(only) - set(nodes):
        raise PlumblineError(f"There is no metric {', '.join(sorted(unknown))}.", exit_code=2)
    facts = {node["name"]: node for node in manifest["semantic_models"].values()}
    proofs: defaultdict[str, set[str]] = defaultdict(set)
    for node in nodes.values():
        for part in _with_judges(node, nodes):
            proofs[part["name"]].add(_code(node))
    chosen = {part["name"] for name in only or nodes for part in _with_judges(nodes[name], nodes)}
    metrics = [_metric(nodes[name], nodes, facts, frozenset(proofs[name])) for name in chosen]
    return {metric.name: metric for metric in sorted(metrics, key=lambda metric: (metric.facts, metric.name))}


def _metric(node: Node, nodes: Mapping[str, Node], facts: Mapping[str, Node], proofs: frozenset[str]) -> Metric:
    meta = node["config"]["meta"]
    family = list(_family(node, nodes))
    aggregations = {one["name"]: one["type_params"].get("metric_aggregation_params") for one in family}
    own = aggregations[node["name"]] or {}
    is_distinct = own.get("agg") == "count_distinct" and meta.get("compiled_as") != "calendar_months"
    models = [facts[name] for name in sorted({one["semantic_model"] for one in aggregations.values() if one})]
    clock = _clock(models)
    limits = meta.get("metricflow") or {}
    is_published = meta["kind"] in PUBLISHED_KINDS
    return Metric(
        name=node["name"],
        reading="ratio" if any(one["type"] == "ratio" for one in family) else "distinct" if is_distinct else "exact",
        facts=tuple(model["name"] for model in models),
        code=_code(node),
        version=int(meta.get("version") or 1),
        clock=clock,
        window_entity=str(models[0]["primary_entity"]) if clock is Clock.window else "",
        is_published=is_published,
        lowest_level=int(meta["lowest_level"][1:]) if is_published else len(LEVELS),
        positive_bases=tuple(sorted(_positive_bases(family))),
        is_offset=any(one.get("offset_window") for part in family for one in part["type_params"].get("metrics") or []),
        rule=_rule(meta),
        parts=tuple(sorted(name for name, aggregation in aggregations.items() if aggregation)),
        members=frozenset(MEMBERS).intersection(*({one["name"] for one in model["entities"]} for model in models)),
        exceptions=frozenset(limits.get("except") or []),
        reason=str(limits.get("reason") or "").strip(),
        covered_by=tuple(limits.get("covered_by") or []),
        proofs=proofs,
    )


def _code(node: Node) -> str:
    return str(node["config"]["meta"].get("code") or node["name"])


def _clock(models: Sequence[Node]) -> Clock:
    """Facts of windows have a window code, counts made for every unit and stored tree have both of these as well."""
    dimensions = [{one["name"] for one in model["dimensions"]} for model in models]
    if not any("window_code" in names for names in dimensions):
        return Clock.month
    return Clock.window if len(models) == 1 and "stored_basis" not in dimensions[0] else Clock.none


def _positive_bases(family: Sequence[Node]) -> Iterator[str]:
    for one in family:
        if one["config"]["meta"].get("null_when_denominator_not_positive"):
            yield one["type_params"]["denominator"]["name"]


def _rule(meta: Mapping[str, Any]) -> Rule | None:
    if sample := meta.get("low_sample"):
        return Rule(LOW_SAMPLE, sample["component"], minimum=sample["minimum"])
    return Rule(ONLY_ONE, meta["only_one"], maximum=1) if meta.get("only_one") else None


def _family(node: Node, nodes: Mapping[str, Node]) -> Iterable[Node]:
    """A metric and all that it is made of."""
    yield node
    params = node["type_params"]
    for one in [params.get("numerator"), params.get("denominator"), *(params.get("metrics") or [])]:
        if one:
            yield from _family(nodes[one["name"]], nodes)


def _with_judges(node: Node, nodes: Mapping[str, Node]) -> Iterable[Node]:
    """A metric, all that it is made of, and the counts that decide whether any of these has a value."""
    for part in _family(node, nodes):
        yield part
        if rule := _rule(part["config"]["meta"]):
            yield from _family(nodes[rule.component], nodes)


def undeclared(metrics: Mapping[str, Metric], oracles: Path) -> list[str]:
    """What MetricFlow cannot express and the metric does not say, and declared limits that nothing covers."""
    answers = oracle_answers(oracles)
    found = []
    for metric in metrics.values():
        if (metric.clock is Clock.none) != (WINDOW_SET in metric.exceptions):
            says, can = ("declares", "can") if WINDOW_SET in metric.exceptions else ("does not declare", "cannot")
            found.append(f"{metric.name}: {says} {WINDOW_SET}, although MetricFlow {can} be asked for it")
        if metric.rule and metric.rule.exception not in metric.exceptions:
            found.append(f"{metric.name}: does not declare {metric.rule.exception}, which MetricFlow does not know")
        if metric.exceptions and not (metric.reason and metric.covered_by):
            found.append(f"{metric.name}: a limit of MetricFlow is declared without reason or cover")
        found.extend(f"{metric.name}: {problem}" for problem in _uncovered(metric, answers))
    return found


def _uncovered(metric: Metric, answers: Mapping[str, set[str]]) -> Iterator[str]:
    for cover in metric.covered_by:
        folders = [folder for folder in answers if folder == cover or folder.startswith(f"{cover}_")]
        if not folders:
            yield f"covered by {cover}, which is not an oracle"
        elif not any(answers[folder] & metric.proofs for folder in folders):
            yield f"covered by {cover}, which has no answer for it or for an indicator made from it"


def oracle_answers(oracles: Path) -> dict[str, set[str]]:
    """The indicators that each oracle company answers, by folder."""
    answers = {}
    for path in sorted(oracles.glob("*/expected.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            answers[path.parent.name] = {row["indicator_code"] for row in csv.DictReader(lines)}
    return answers
