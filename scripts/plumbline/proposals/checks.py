"""What each rule of admission refuses. Every check yields all it finds."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from plumbline.catalogue.metrics import Metric
from plumbline.proof.metric_checks import first_line
from plumbline.proposals import rules
from plumbline.proposals.candidate import Candidate
from plumbline.proposals.definition import description
from plumbline.proposals.evidence import RECENT_MONTHS, Evidence
from plumbline.proposals.fields import BY_KEY, COMPONENTS_SHEET, choices
from plumbline.proposals.reading import number
from plumbline.proposals.rules import Problem, problem
from plumbline.texts import CHINESE

LEAST_COMPLETE = Decimal("0.98")
LEAST_MONTHS = 12
CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")
FEWEST_WORDS, FEWEST_CHARACTERS = 4, 6
# The columns that a rule asks to be filled, and from a list where there is one.
FILLED = {
    "code": rules.SPECIFIC,
    "label": rules.SPECIFIC,
    "label_zh": rules.SPECIFIC,
    "kind": rules.SPECIFIC,
    "category": rules.SPECIFIC,
    "meaning": rules.SPECIFIC,
    "meaning_zh": rules.SPECIFIC,
    "scope": rules.SPECIFIC,
    "scope_zh": rules.SPECIFIC,
    "reason": rules.SPECIFIC,
    "reason_zh": rules.SPECIFIC,
    "proposed_by": rules.SPECIFIC,
    "formula": rules.QUANTIFIABLE,
    "unit": rules.MEASURABLE,
    "polarity": rules.MEASURABLE,
    "target": rules.ACHIEVABLE,
    "default_window": rules.TIME_BOUND,
    "owner": rules.INCENTIVE,
    "lowest_level": rules.INCENTIVE,
    "positive_base": rules.QUANTIFIABLE,
}


def check(one: Candidate, others: Sequence[Candidate], evidence: Evidence | None) -> Iterator[Problem]:
    """Every problem of a proposal; `others` are those of the same workbook."""
    yield from filled(one)
    yield from specific(one)
    yield from target(one)
    yield from quantifiable(one)
    yield from strategic(one)
    yield from available(one, evidence)
    yield from traceable(one, evidence)
    yield from incentive(one)
    yield from unique(one, others)


def filled(one: Candidate) -> Iterator[Problem]:
    """Required columns hold something, and columns with a list hold something of it."""
    for key, rule in FILLED.items():
        text, options = one.proposal[key], choices(one.registry, key)
        if not text:
            if BY_KEY[key].is_required:
                yield problem(one.proposal, key, rule, "It is empty.", f"Write {BY_KEY[key].hint.en}.")
        elif options and key not in one.codes:
            known = ", ".join(options.values())
            yield problem(one.proposal, key, rule, f"{text!r} is not known.", f"Choose one of: {known}.")


def specific(one: Candidate) -> Iterator[Problem]:
    """The texts say something, each in its own language, and the code is one."""
    if one["code"] and not CODE.fullmatch(one["code"]):
        yield problem(
            one.proposal,
            "code",
            rules.SPECIFIC,
            f"{one['code']!r} is no code.",
            "Use lower case letters, digits and underscores, a letter first, at most 60.",
        )
    for key in ("label", "meaning", "scope", "reason"):
        if CHINESE.search(one[key]):
            yield problem(
                one.proposal,
                key,
                rules.SPECIFIC,
                "It is not in English.",
                f"Write it in English; the Chinese text belongs in column {one.proposal.columns[key + '_zh']}.",
            )
        chinese = one[f"{key}_zh"]
        if chinese and not CHINESE.search(chinese):
            yield problem(one.proposal, f"{key}_zh", rules.SPECIFIC, "It is not in Chinese.", "Write it in Chinese.")
    if one["meaning"] and len(one["meaning"].split()) < FEWEST_WORDS:
        yield problem(
            one.proposal,
            "meaning",
            rules.SPECIFIC,
            "It is too short to tell what the indicator means.",
            f"Write a sentence of at least {FEWEST_WORDS} words.",
        )
    if CHINESE.search(one["meaning_zh"]) and len(one["meaning_zh"]) < FEWEST_CHARACTERS:
        yield problem(
            one.proposal,
            "meaning_zh",
            rules.SPECIFIC,
            "It is too short to tell what the indicator means.",
            f"Write a sentence of at least {FEWEST_CHARACTERS} characters.",
        )


def target(one: Candidate) -> Iterator[Problem]:
    """The target is a number; a band has two, in order."""
    low, high = number(one["target"]), number(one["target_high"])
    if one["target"] and low is None:
        yield problem(
            one.proposal, "target", rules.ACHIEVABLE, f"{one['target']!r} is not a number.", "Write a number: 0.4, 40%."
        )
    if one["polarity"] == "band":
        if high is None:
            yield problem(
                one.proposal,
                "target_high",
                rules.ACHIEVABLE,
                "A band needs its upper end as a number.",
                "Fill it in, or choose polarity up or down.",
            )
        elif low is not None and low >= high:
            yield problem(
                one.proposal,
                "target_high",
                rules.ACHIEVABLE,
                f"The band ends at {high}, before it begins at {low}.",
                "Make the upper end greater than the target value.",
            )
    elif one["target_high"]:
        yield problem(
            one.proposal,
            "target_high",
            rules.ACHIEVABLE,
            "Only a band has an upper end.",
            "Clear it, or choose polarity band.",
        )


def quantifiable(one: Candidate) -> Iterator[Problem]:
    """The formula is made of known metrics, numbers and the operators allowed."""
    if one.refusal:
        yield problem(
            one.proposal,
            "formula",
            rules.QUANTIFIABLE,
            f"The formula cannot be used: {one.refusal}.",
            "Use codes, numbers, + - * / ( ), greatest( ), least( ).",
        )
    elif one.formula is not None and not one.inputs and not one.unknown:
        yield problem(
            one.proposal,
            "formula",
            rules.QUANTIFIABLE,
            "The formula names no component.",
            f"Use codes of sheet {COMPONENTS_SHEET}.",
        )


def strategic(one: Candidate) -> Iterator[Problem]:
    """Anchors are indicators, and a process KPI's way up them ends in a financial result."""
    metrics = one.registry.metrics
    known = [anchor for anchor in one.anchors if anchor in metrics and metrics[anchor].is_indicator]
    for anchor in one.anchors:
        if anchor not in known:
            yield problem(
                one.proposal,
                "anchors",
                rules.RELEVANT,
                f"{anchor!r} is not an indicator.",
                "Name the codes of indicators, with commas between.",
            )
    if one["kind"] == "process" and not one.anchors:
        yield problem(
            one.proposal,
            "anchors",
            rules.STRATEGIC,
            "A process KPI without a financial anchor.",
            "Name the financial result that it moves.",
        )
    elif known and not any(_reaches_result(one, anchor) for anchor in known):
        yield problem(
            one.proposal,
            "anchors",
            rules.STRATEGIC,
            f"No financial result is reached from {', '.join(known)}.",
            "Name an anchor of kind result, or one whose own anchors end in one.",
        )


def _reaches_result(one: Candidate, anchor: str) -> bool:
    ways = [[anchor], *one.registry.anchor_chains(anchor)]
    return any(
        one.registry.metrics[step].kind == "result" for way in ways for step in way if step in one.registry.metrics
    )


def available(one: Candidate, evidence: Evidence | None) -> Iterator[Problem]:
    """Every name is known, its contracts are delivered, and the last months of the published build are complete."""
    for name in one.unknown:
        yield problem(
            one.proposal,
            "formula",
            rules.AVAILABLE,
            f"{name!r} is neither a component nor an indicator.",
            f"Take the code from sheet {COMPONENTS_SHEET}; a new component needs its column in a component fact first.",
        )
    for component in one.components:
        # One that names no contract is refused by the guards.
        if component.deciding_contracts and not one.registry.is_delivered(component.code, one.registry.delivered):
            yield problem(
                one.proposal,
                "formula",
                rules.AVAILABLE,
                f"{component.code} needs {' or '.join(component.deciding_contracts)}, which "
                f"{one.registry.company.name} does not deliver.",
                "Have a source system deliver it first, or use another component.",
            )
        elif evidence and (share := evidence.completeness(component)) is not None and share < LEAST_COMPLETE:
            yield problem(
                one.proposal,
                "formula",
                rules.AVAILABLE,
                f"{component.code} is there for {share:.1%} of the unit-months of the last {RECENT_MONTHS} months; "
                f"{LEAST_COMPLETE:.0%} are needed.",
                "Have the delivery completed, and propose it again.",
            )


def traceable(one: Candidate, evidence: Evidence | None) -> Iterator[Problem]:
    """Twelve months of history, or of plan."""
    planned = number(one["planned_months"]) if one["planned_months"] else Decimal(0)
    if planned is None:
        yield problem(
            one.proposal,
            "planned_months",
            rules.TRACEABLE,
            f"{one['planned_months']!r} is not a number of months.",
            "Write a number, or nothing where there is history.",
        )
        return
    if evidence is None or planned >= LEAST_MONTHS:
        return
    for component in one.components:
        months = evidence.months(component)
        if months is not None and months < LEAST_MONTHS:
            yield problem(
                one.proposal,
                "planned_months",
                rules.TRACEABLE,
                f"{component.code} has {months} months of history; {LEAST_MONTHS} of history or plan are needed.",
                f"Wait for the history, or plan it for {LEAST_MONTHS} months and say so in this column.",
            )


def incentive(one: Candidate) -> Iterator[Problem]:
    """The owner controls the lowest level at which the indicator would be shown."""
    owner, level = one.codes.get("owner"), one.codes.get("lowest_level")
    if owner and level and level > (reach := one.registry.owners[owner].lowest_level):
        yield problem(
            one.proposal,
            "lowest_level",
            rules.INCENTIVE,
            f"{owner} controls no unit below {reach}, so not {level}.",
            f"Choose {reach} or higher, or an owner who controls {level}.",
        )


def unique(one: Candidate, others: Sequence[Candidate]) -> Iterator[Problem]:
    """No other metric, and no other row, has its code, names, meaning or formula."""
    for metric in one.registry.metrics.values():
        if metric.code == one["code"]:
            yield _taken(one, "code", metric.code, metric)
        if one["label"] and metric.label.en.casefold() == one["label"].casefold():
            yield _taken(one, "label", one["label"], metric)
        if one["label_zh"] and metric.label.zh.casefold() == one["label_zh"].casefold():
            yield _taken(one, "label_zh", one["label_zh"], metric)
        for key, is_chinese in (("meaning", False), ("meaning_zh", True)):
            if one[key] and _first(metric.description, is_chinese) == _first(description(one), is_chinese):
                yield _taken(one, key, "this meaning", metric)
    yield from _same_formula(one)
    for other in (other for other in others if other.proposal.row < one.proposal.row):
        yield from _same_as_row(one, other)


def _same_as_row(one: Candidate, other: Candidate) -> Iterator[Problem]:
    row = other.proposal.row
    for key in ("code", "label", "label_zh", "meaning", "meaning_zh"):
        if one[key] and one[key].casefold() == other[key].casefold():
            yield problem(one.proposal, key, rules.UNIQUE, f"Row {row} has it too.", "Propose each once.")
    if one.normal_form and other.normal_form and one.normal_form.same_as(other.normal_form):
        yield problem(one.proposal, "formula", rules.UNIQUE, f"Row {row} has the same formula.", "Propose each once.")


def _same_formula(one: Candidate) -> Iterator[Problem]:
    if one.normal_form is None:
        return
    for metric in one.registry.indicators():
        factor = one.normal_form.factor_to(one.registry.normal_form(metric.code))
        if factor == 1:
            yield problem(
                one.proposal,
                "formula",
                rules.UNIQUE,
                f"{metric.code} ({metric.label.en} {metric.label.zh}) has the same formula.",
                "Use that indicator, or say in the formula what differs.",
            )
        elif factor is not None:
            yield problem(
                one.proposal,
                "formula",
                rules.UNIQUE,
                f"It is {metric.code} ({metric.label.en} {metric.label.zh}) times {factor}.",
                "A factor is another unit, not another meaning: use that indicator.",
            )


def _taken(one: Candidate, key: str, what: str, metric: Metric) -> Problem:
    return problem(
        one.proposal,
        key,
        rules.UNIQUE,
        f"{metric.code} ({metric.label.en} {metric.label.zh}) has {what!r} already.",
        "Use that one, or say what differs.",
    )


def _first(text: str, is_chinese: bool) -> str:
    return first_line(text, chinese=is_chinese).casefold()
