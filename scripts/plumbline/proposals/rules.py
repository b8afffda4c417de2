"""The rules of admission by name: the five principles, SMART, and no duplicate meaning (DOMAIN 3.10)."""

from dataclasses import dataclass

from plumbline.proposals.fields import BY_KEY, SHEET
from plumbline.proposals.reading import Proposal
from plumbline.texts import Both

STRATEGIC = Both("Strategic link", "战略关联性")
AVAILABLE = Both("Data available", "数据可获得性")
QUANTIFIABLE = Both("Quantifiable", "可量化性")
TRACEABLE = Both("Traceable", "可追踪性")
INCENTIVE = Both("Incentive-able", "可激励性")
SPECIFIC = Both("SMART: specific", "SMART：具体")
MEASURABLE = Both("SMART: measurable", "SMART：可衡量")
ACHIEVABLE = Both("SMART: target", "SMART：有目标值")
RELEVANT = Both("SMART: relevant", "SMART：相关")
TIME_BOUND = Both("SMART: time-bound", "SMART：有时限")
UNIQUE = Both("No duplicate meaning", "含义不重复")
RULES = [
    STRATEGIC,
    AVAILABLE,
    QUANTIFIABLE,
    TRACEABLE,
    INCENTIVE,
    SPECIFIC,
    MEASURABLE,
    ACHIEVABLE,
    RELEVANT,
    TIME_BOUND,
    UNIQUE,
]


@dataclass(frozen=True)
class Problem:
    """Why a proposal is refused: where it stands, which rule refuses it, what is wrong and what to do."""

    row: int
    position: int
    column: str
    rule: Both
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return (
            f"sheet {SHEET}, row {self.row}, column {self.column}: [{self.rule.en} {self.rule.zh}] "
            f"{self.wrong} {self.remedy}"
        )


def problem(proposal: Proposal, key: str, rule: Both, wrong: str, remedy: str) -> Problem:
    header = BY_KEY[key].header
    column = f"{proposal.columns[key]} ({header.en} {header.zh})"
    return Problem(proposal.row, list(BY_KEY).index(key), column, rule, wrong, remedy)
