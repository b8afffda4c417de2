"""One metric as its definition has it: what it says of itself, and what it is directly made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from plumbline.catalogue import expressions
from plumbline.catalogue.expressions import Formula, FormulaError, Name, Quotient
from plumbline.errors import PlumblineError
from plumbline.texts import Both, halves, part, sentence

Node = Mapping[str, Any]

INDICATOR_KINDS = ("result", "process", "auxiliary")
CALENDAR = "calendar_months"
# The parts of an indicator's description, by the words their lines begin with.
PARTS = {
    "meaning": ("Meaning", "含义"),
    "formula": ("Formula", "公式"),
    "scope": ("Includes and excludes", "口径"),
}
STOCK_SUFFIXES = ("_opening", "_closing", "_stock_months")


@dataclass(frozen=True)
class Fact:
    """A component fact: its semantic model, and what its rows are told apart by."""

    name: str
    relation: str
    primary_entity: str = ""
    entities: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()


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
    """One metric. `inputs` are the metrics it is made of; `offsets` name those it takes one year earlier, by alias.

    `expr` is the expression of a derived metric and the column of a simple one, in its `fact`.
    """

    code: str
    type: str
    label: Both
    description: str
    meta: Mapping[str, Any]
    path: str
    expr: str = ""
    aggregation: str = ""
    fact: Fact | None = None
    inputs: tuple[str, ...] = ()
    offsets: Mapping[str, str] = field(default_factory=dict)
    is_filtered: bool = False

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
    def counts_months(self) -> bool:
        """Whether it is the months of the window: of the calendar for the marts, with rows for MetricFlow."""
        return CALENDAR in (self.meta.get("compiled_as"), self.meta.get("component_class"))

    @property
    def contracts(self) -> list[str]:
        return list(self.meta.get("contracts") or [])

    @property
    def deciding_contracts(self) -> list[str]:
        """The contracts of which one must be delivered for a component to be there."""
        return list(self.meta.get("decided_by") or self.contracts)

    @property
    def anchors(self) -> list[str]:
        return [str(anchor) for anchor in self.meta.get("anchors") or []]

    @property
    def made_of(self) -> list[str]:
        """All that it is directly made of, those of the year before at the end."""
        return [*self.inputs, *self.offsets.values()]

    @property
    def judges(self) -> list[str]:
        """The counts that decide whether it has a value (coverage, one kind only, the size of a sample)."""
        coverage, sample = self.meta.get("coverage") or {}, self.meta.get("low_sample") or {}
        named = [*coverage.values(), self.meta.get("only_one"), sample.get("component")]
        return [str(one) for one in named if one]

    @property
    def indicator_code(self) -> str:
        """The code under which the indicator is published: several versions of one share it."""
        return str(self.meta.get("code") or self.code)

    @cached_property
    def formula(self) -> Formula | None:
        """Its own expression over other metrics; None for a component. Raises PlumblineError when it is none."""
        try:
            return self._formula()
        except FormulaError as error:
            raise PlumblineError(f"Metric {self.code} ({self.path}): {error}", exit_code=2) from error

    def _formula(self) -> Formula | None:
        if self.type == "ratio":
            return Quotient(*(Name(one) for one in self.inputs))
        if self.type != "derived":
            return None
        known = {one: Name(one) for one in self.inputs} | {
            alias: Name(one, is_prior=True) for alias, one in self.offsets.items()
        }

        def named(name: Name) -> Formula:
            if name.code not in known:
                raise FormulaError(f"its expression names {name.code}, which is not among its input_metrics")
            return known[name.code]

        return expressions.replaced(expressions.parse(self.expr), named)

    @property
    def base(self) -> str:
        """The name a component has inside S( ), O( ), C( ), SM( ): that of its stock, without opening or closing."""
        for text in (self.code, self.expr):
            if stem := next((text.removesuffix(end) for end in STOCK_SUFFIXES if text.endswith(end)), ""):
                return stem
        return self.code

    @cached_property
    def texts(self) -> Mapping[str, Both]:
        """The description's parts (meaning, formula, scope); a plain description is all meaning."""
        both = halves(self.description)
        parts = {name: Both(part(both.en, words[0]), part(both.zh, words[1])) for name, words in PARTS.items()}
        if not parts["meaning"]:
            parts["meaning"] = both
        return parts

    @property
    def definition(self) -> Both:
        """What a component counts: the whole description, or formula and scope of one that is an indicator."""
        if not self.texts["formula"]:
            return self.texts["meaning"]
        chosen = [self.texts["formula"], self.texts["scope"]]
        return Both(
            " ".join(sentence(one.en) for one in chosen if one.en),
            "".join(sentence(one.zh) for one in chosen if one.zh),
        )

    @property
    def states(self) -> list[Mapping[str, Any]]:
        """The states of its life as declared; one that says nothing has been active since it is valid."""
        return list(self.meta.get("lifecycle") or [{"status": "active", "from": self.meta.get("valid_from")}])

    @property
    def lifecycle(self) -> list[Stage]:
        """The same with the day each state ends."""
        starts = [str(one.get("from") or "") for one in self.states]
        return [
            Stage(
                version=str(self.meta.get("version") or ""),
                status=str(one.get("status") or ""),
                start=start,
                end=end,
                reason=str(one.get("reason") or ""),
                approved_by=str(one.get("approved_by") or ""),
                replaced_by=str(one.get("replaced_by") or ""),
            )
            for one, start, end in zip(self.states, starts, [*starts[1:], ""], strict=True)
        ]

    def status_on(self, day: str) -> str:
        """The state on a day (ISO); before its first state, that one."""
        begun = [stage for stage in self.lifecycle if stage.start <= day]
        return (begun or self.lifecycle[:1])[-1].status
