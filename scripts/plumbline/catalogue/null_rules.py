"""When a metric has no value: what the marts ask of each row, as the definitions declare it."""

from dataclasses import dataclass
from enum import StrEnum


class Asks(StrEnum):
    """What a rule asks of a row."""

    window = "window"  # is it complete?
    prior_year = "prior_year"  # is the same window of the year before complete?
    delivered = "delivered"  # is a component there?
    positive = "positive"  # is a denominator above zero?
    not_zero = "not_zero"  # is a denominator other than zero?
    computed = "computed"  # has the metric come out?
    coverage = "coverage"  # does anything report, where there is something to report on?
    only_one = "only_one"  # is it one kind only?
    sample = "sample"  # is the sample large enough?


@dataclass(frozen=True)
class NullRule:
    """Without a value for `reason` where the answer is no; `of` is the metric that is asked.

    `beside` is what a coverage is of, `least` the smallest sample.
    """

    asks: Asks
    reason: str
    of: str = ""
    beside: str = ""
    least: int = 0

    @property
    def condition(self) -> str:
        """What holds in the rows without a value, as the marts ask it."""
        return {
            Asks.window: "not is_complete",
            Asks.prior_year: "not has_prior_year",
            Asks.delivered: f"{self.of} is null",
            Asks.positive: f"{self.of} <= 0",
            Asks.not_zero: f"{self.of} = 0",
            Asks.computed: f"{self.of} is null",
            Asks.coverage: f"{self.of} = 0 and {self.beside} <> 0",
            Asks.only_one: f"{self.of} > 1",
            Asks.sample: f"{self.of} < {self.least}",
        }[self.asks]
