"""What parity needs to know of every metric, taken from the catalogue."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from plumbline.catalogue.catalogue import MEMBERS, Catalogue
from plumbline.catalogue.metrics import Fact
from plumbline.catalogue.null_rules import Asks, NullRule
from plumbline.errors import PlumblineError

LEVELS = ["company", "business_unit", "region", "department", "team", "post"]

# Exceptions that a metric's meta declares (`metricflow: {except: [...], reason: ..., covered_by: [...]}`).
WINDOW_SET = "window_set"  # MetricFlow cannot be asked at all
PARTIAL_YEARS = "partial_years"
SHORT_HISTORY = "short_history"
LOW_SAMPLE = "low_sample"
ONLY_ONE = "only_one"


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
    counts_months: bool = False  # of the calendar for the marts, with rows for MetricFlow
    rule: Rule | None = None
    coverage: tuple[str, str] | None = None  # (what reports, of what): without a value where nothing of it reports
    parts: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()
    reason: str = ""
    covered_by: tuple[str, ...] = ()
    proofs: frozenset[str] = frozenset()


def load_metrics(catalogue: Catalogue, only: Sequence[str] = ()) -> dict[str, Metric]:
    """The metrics of the catalogue (all, or some with what they are made of); those over the same facts in a row."""
    if unknown := set(only) - set(catalogue.metrics):
        raise PlumblineError(f"There is no metric {', '.join(sorted(unknown))}.", exit_code=2)
    proofs: defaultdict[str, set[str]] = defaultdict(set)
    for metric in catalogue.metrics.values():
        for part in catalogue.family_with_judges(metric.code):
            proofs[part.code].add(metric.indicator_code)
    chosen = {part.code for name in only or catalogue.metrics for part in catalogue.family_with_judges(name)}
    metrics = [_metric(catalogue, name, frozenset(proofs[name])) for name in chosen]
    return {metric.name: metric for metric in sorted(metrics, key=lambda metric: (metric.facts, metric.name))}


def _metric(catalogue: Catalogue, name: str, proofs: frozenset[str]) -> Metric:
    own, family, facts = catalogue.metrics[name], catalogue.family(name), catalogue.facts_of(name)
    is_distinct = own.aggregation == "count_distinct" and not own.counts_months
    is_ratio = any(one.type == "ratio" for one in family)
    clock, limits = _clock(facts), own.meta.get("metricflow") or {}
    rules = {rule.asks: rule for rule in catalogue.null_rules(name)}
    coverage = rules.get(Asks.coverage)
    return Metric(
        name=name,
        reading="ratio" if is_ratio else "distinct" if is_distinct else "exact",
        facts=tuple(fact.name for fact in facts),
        code=own.indicator_code,
        version=int(own.meta.get("version") or 1),
        clock=clock,
        window_entity=facts[0].primary_entity if clock is Clock.window else "",
        is_published=own.is_indicator,
        lowest_level=int(own.meta["lowest_level"][1:]) if own.is_indicator else len(LEVELS),
        positive_bases=tuple(sorted({rule.of for rule in catalogue.null_rules(name) if rule.asks is Asks.positive})),
        is_offset=any(one.offsets for one in family),
        counts_months=any(one.counts_months for one in family),
        rule=_rule(rules),
        coverage=(coverage.of, coverage.beside) if coverage else None,
        parts=tuple(sorted(one.code for one in family if one.fact)),
        members=frozenset(MEMBERS).intersection(*(fact.entities for fact in facts)),
        exceptions=frozenset(limits.get("except") or []),
        reason=str(limits.get("reason") or "").strip(),
        covered_by=tuple(limits.get("covered_by") or []),
        proofs=proofs,
    )


def _clock(facts: Sequence[Fact]) -> Clock:
    """Facts of windows have a window code, counts made for every unit and stored tree have both of these as well."""
    if not any("window_code" in fact.dimensions for fact in facts):
        return Clock.month
    return Clock.window if len(facts) == 1 and "stored_basis" not in facts[0].dimensions else Clock.none


def _rule(rules: Mapping[Asks, NullRule]) -> Rule | None:
    if sample := rules.get(Asks.sample):
        return Rule(LOW_SAMPLE, sample.of, minimum=sample.least)
    return Rule(ONLY_ONE, kinds.of, maximum=1) if (kinds := rules.get(Asks.only_one)) else None


def of_clock(metrics: Iterable[Metric], clock: Clock) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics if metric.clock is clock}


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
