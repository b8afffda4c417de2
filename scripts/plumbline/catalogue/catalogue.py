"""All metrics and how they hang together. Whatever in Python asks what a metric is made of asks here.

The SQL compiler reads the same definitions by itself (macros/indicators/metric_catalog.sql); a test compares the two.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plumbline.catalogue.metrics import Fact, Metric
from plumbline.catalogue.null_rules import Asks, NullRule
from plumbline.catalogue.reading import read_facts, read_metrics

# The entities besides unit and time that a fact may be split by.
MEMBERS = ("product_line", "customer_segment", "channel", "employee", "project")


@dataclass
class Catalogue:
    """The metrics by code."""

    metrics: Mapping[str, Metric]
    facts: Mapping[str, Fact] = field(default_factory=dict)

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

    def family(self, code: str) -> list[Metric]:
        """A metric and all that it is made of, each once, in reading order."""
        found: dict[str, Metric] = {}
        waiting = [code]
        while waiting:
            one = self.metrics[waiting.pop(0)]
            if one.code not in found:
                found[one.code] = one
                waiting = [*one.made_of, *waiting]
        return list(found.values())

    def family_with_judges(self, code: str) -> list[Metric]:
        """The same, and what decides whether any of these has a value."""
        judged = [judge for one in self.family(code) for judge in one.judges]
        codes = dict.fromkeys(one.code for name in [code, *judged] for one in self.family(name))
        return [self.metrics[one] for one in codes]

    def depth(self, code: str) -> int:
        """0 for a component, else one more than its deepest input."""
        made_of = self.metrics[code].made_of
        return 1 + max(self.depth(one) for one in made_of) if made_of else 0

    def components_of(self, code: str) -> list[Metric]:
        """The components an indicator comes from, in reading order, without the calendar's count of months."""
        return [one for one in self.family(code) if one.type == "simple" and not one.counts_months]

    def ratios_of(self, code: str) -> list[Metric]:
        """The ratios an indicator is made of, itself included: each has a denominator that can be zero."""
        return [one for one in self.family(code) if one.type == "ratio"]

    def denominator_of(self, ratio: Metric) -> Metric:
        """The metric that a ratio divides by."""
        if ratio.type != "ratio":
            raise ValueError(f"{ratio.code} is not a ratio")
        return self.metrics[ratio.inputs[1]]

    def uses_prior_year(self, code: str) -> bool:
        """Whether it takes a window of the year before, or a component of it looks a year back by itself."""
        return any(one.offsets or one.meta.get("needs_prior_year") for one in self.family(code))

    def facts_of(self, code: str) -> list[Fact]:
        """The facts it is made from, in name order; the months of the window have a fact for MetricFlow alone."""
        found = {one.fact.name: one.fact for one in self.family(code) if one.fact}
        return [found[name] for name in sorted(found)]

    def members_of(self, code: str) -> frozenset[str]:
        """What all components of it are split by, so that it can be told by it."""
        facts = [one.fact.entities for one in self.components_of(code) if one.fact]
        return frozenset(MEMBERS).intersection(*facts)

    def is_delivered(self, code: str, contracts: Collection[str]) -> bool:
        """Whether what it is made of is there: of each component one of the contracts that decide."""
        return all(set(one.deciding_contracts) & set(contracts) for one in self.components_of(code))

    def contracts_of(self, code: str) -> list[str]:
        return sorted({contract for one in self.components_of(code) for contract in one.contracts})

    def users_of(self, code: str) -> list[Metric]:
        """The indicators whose formula uses this metric, directly or through others, itself left out."""
        used = self.metrics[code]
        return [one for one in self.indicators() if one is not used and used in self.family(one.code)]

    def anchored_by(self, code: str) -> list[Metric]:
        """The indicators that name this one as their anchor."""
        return [one for one in self.indicators() if code in one.anchors]

    def anchor_chains(self, code: str) -> Iterator[list[str]]:
        """The ways from an indicator up its anchors, each to its end, the indicator itself first."""
        waiting = [[code]]
        while waiting:
            way = waiting.pop(0)
            known = self.metrics.get(way[-1])
            further = [one for one in (known.anchors if known else []) if one not in way]
            if further:
                waiting += [[*way, one] for one in further]
            elif len(way) > 1:
                yield way

    def null_rules(self, code: str) -> list[NullRule]:
        """What is asked of each row before it has a value, in order."""
        metric, ratios = self.metrics[code], self.ratios_of(code)
        rules = [NullRule(Asks.window, "insufficient_history")]
        if self.uses_prior_year(code):
            rules.append(NullRule(Asks.prior_year, "insufficient_history"))
        rules += [NullRule(Asks.delivered, "not_applicable", one.code) for one in self.components_of(code)]
        guarded = [one for one in ratios if one.meta.get("null_when_denominator_not_positive")]
        rules += [NullRule(Asks.positive, "non_positive_base", one.inputs[1]) for one in guarded]
        rules += [NullRule(Asks.not_zero, "zero_denominator", one.inputs[1]) for one in ratios]
        if ratios:
            rules.append(NullRule(Asks.computed, "zero_denominator", code))
        if coverage := metric.meta.get("coverage"):
            rules.append(NullRule(Asks.coverage, "source_missing", coverage["reporting"], coverage["of"]))
        if kinds := metric.meta.get("only_one"):
            rules.append(NullRule(Asks.only_one, "not_applicable", kinds))
        if sample := metric.meta.get("low_sample"):
            rules.append(NullRule(Asks.sample, "low_sample", sample["component"], least=int(sample["minimum"])))
        return rules


def catalogue_of(manifest: Mapping[str, Any]) -> Catalogue:
    """The catalogue in a parsed manifest."""
    facts = read_facts(manifest)
    return Catalogue(read_metrics(manifest, facts), facts)
