"""A proposal on its way through the test: its codes chosen from the lists, its formula read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from plumbline.catalogue.expressions import Formula, FormulaError, Name, replaced
from plumbline.catalogue.metrics import Metric
from plumbline.dictionary.algebra import Rational, rational
from plumbline.dictionary.registry import Registry
from plumbline.proposals.fields import choices
from plumbline.proposals.formula_text import as_ratio, input_names, names_in, read_formula
from plumbline.proposals.reading import Proposal


@dataclass
class Candidate:
    """A proposal against the registry it wants to join.

    `formula` is None where it cannot be read, and `refusal` says why; `unknown` are the names that no metric has.
    """

    registry: Registry
    proposal: Proposal
    codes: Mapping[str, str]
    formula: Formula | None = None
    refusal: str = ""
    unknown: list[str] = field(default_factory=list)

    def __getitem__(self, key: str) -> str:
        """A column's value: the code chosen from its list, or the text."""
        return self.codes.get(key, self.proposal[key])

    @property
    def anchors(self) -> list[str]:
        return [one.strip() for one in re.split(r"[,，、;；]", self.proposal["anchors"]) if one.strip()]

    @property
    def inputs(self) -> list[str]:
        """The metrics that the formula names and the registry knows."""
        named = input_names(self.formula) if self.formula else []
        return [name for name in named if name in self.registry.metrics]

    @cached_property
    def components(self) -> list[Metric]:
        """The components below the formula."""
        found = {one.code: one for name in self.inputs for one in self.registry.components_of(name)}
        return list(found.values())

    @cached_property
    def normal_form(self) -> Rational | None:
        """The formula over components in normal form; None where it cannot be read."""
        if self.formula is None or self.unknown:
            return None

        def expanded(name: Name) -> Formula:
            return self.registry.expanded(name.code)

        return rational(replaced(self.formula, expanded))


def candidate(registry: Registry, proposal: Proposal) -> Candidate:
    """The proposal with what can be read of it."""
    codes: dict[str, str] = {}
    for key in proposal.values:
        options = choices(registry, key)
        typed = proposal[key].casefold()
        for option, code in options.items():
            if typed in (option.casefold(), code.casefold()):
                codes[key] = code
    one = Candidate(registry, proposal, codes)
    if proposal["formula"]:
        try:
            formula = read_formula(proposal["formula"])
            as_ratio(formula)
        except FormulaError as error:
            one.refusal = str(error)
            one.unknown = [name for name in names_in(proposal["formula"]) if name not in registry.metrics]
        else:
            one.formula = formula
            one.unknown = [name for name in input_names(formula) if name not in registry.metrics]
    return one
