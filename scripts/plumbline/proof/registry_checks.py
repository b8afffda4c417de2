"""What the guards ask of the registry: states in the allowed order, one version in force, owners in control."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from plumbline.catalogue.metrics import Metric
from plumbline.proof.driver_edges import read_csv
from plumbline.proof.project import Project
from plumbline.texts import is_bilingual

OWNERS_FILE = Path("seeds/reference/indicator_owners.csv")
TRANSITIONS_FILE = Path("seeds/reference/indicator_transitions.csv")
IN_FORCE = {"active", "under_review"}
OPEN_END = date(9999, 12, 31)

State = Mapping[str, Any]


def owners_in_control(project: Project) -> Iterator[str]:
    lowest = {owner["owner"]: owner["lowest_controlled_level"] for owner in read_csv(project.root / OWNERS_FILE)}
    for metric in project.metrics():
        meta = metric.meta
        owner, level = str(meta.get("owner")), str(meta.get("lowest_level"))
        if owner not in lowest:
            yield f"{metric.code}: its owner {owner} is not in {OWNERS_FILE.name}"
        elif metric.is_indicator and level > lowest[owner]:
            controlled = lowest[owner]
            yield f"{metric.code} is offered at {level}, but its owner {owner} controls no lower than {controlled}"


def registry_lives(project: Project) -> Iterator[str]:
    versions: dict[str, list[Metric]] = defaultdict(list)
    for metric in project.metrics():
        if metric.is_indicator:
            versions[metric.indicator_code].append(metric)
        elif metric.meta.get("lifecycle") or metric.meta.get("code"):
            yield f"{metric.code}: a {metric.kind} has no life in the registry"
    minimum_years = {
        (row["status_before"], row["status"]): int(row["minimum_years"])
        for row in read_csv(project.root / TRANSITIONS_FILE)
    }
    for code, metrics in versions.items():
        for metric in metrics:
            problems = [*_naming(code, metric), *_life(metric, minimum_years, set(versions))]
            yield from (f"{metric.code}: {problem}" for problem in problems)
        yield from (f"{code}: {problem}" for problem in _versions(metrics))


def _naming(code: str, metric: Metric) -> Iterator[str]:
    version = metric.meta.get("version")
    if metric.code not in {code, f"{code}_v{version}"}:
        yield f"version {version} of {code} is to be named {code} or {code}_v{version}"


def _life(metric: Metric, minimum_years: Mapping[tuple[str, str], int], codes: set[str]) -> Iterator[str]:
    meta, states = metric.meta, metric.states
    if wrong := [state for state in states if _day(state.get("from")) is None]:
        yield f'the state {wrong[0].get("status")} begins on {wrong[0].get("from")!r}, which is no "YYYY-MM-DD"'
        return
    status_before, day_before = "new", date.min
    for state in states:
        status, day = str(state.get("status")), _begin(state)
        if (status_before, status) not in minimum_years:
            allowed = ", ".join(after for before, after in minimum_years if before == status_before)
            yield f"from {status_before} it cannot become {status}, only {allowed or 'nothing'}"
        elif status_before != "new" and day <= day_before:
            yield f"it becomes {status} on {day}, not after it became {status_before} on {day_before}"
        elif day < _years_after(day_before, minimum_years[status_before, status]):
            years = minimum_years[status_before, status]
            yield f"{status_before} since {day_before}, it cannot become {status} on {day}: {years} years must pass"
        if meta.get("lifecycle"):
            yield from _grounds(state, states, codes)
        status_before, day_before = status, day
    begun = next((state for state in states if state.get("status") in IN_FORCE), None)
    if begun and str(begun["from"]) != str(meta.get("valid_from")):
        yield f"it is valid from {meta.get('valid_from')}, but active from {begun['from']}"


def _grounds(state: State, states: list[State], codes: set[str]) -> Iterator[str]:
    status = state.get("status")
    if not is_bilingual(str(state.get("reason") or "")):
        yield f"the state {status} gives no reason in both languages"
    is_approval = status == "approved" or (status == "active" and state is states[0])
    if is_approval and not state.get("approved_by"):
        yield f"the state {status} does not say who approved it"
    if (successor := state.get("replaced_by")) and successor not in codes:
        yield f"it is replaced by {successor}, which is not an indicator"


def _versions(metrics: list[Metric]) -> Iterator[str]:
    numbers = [metric.meta.get("version") for metric in metrics]
    for number in sorted({str(number) for number in numbers if numbers.count(number) > 1}):
        yield f"there are {numbers.count(int(number))} metrics of version {number}"
    spells = sorted(spell for metric in metrics for spell in _in_force(metric))
    for (_, end, before), (begin, _, after) in pairwise(spells):
        if begin < end:
            yield f"versions {before} and {after} are both in force on {begin}"
        elif begin > end:
            yield f"no version is in force from {end} to {begin}"


def _in_force(metric: Metric) -> Iterator[tuple[date, date, int]]:
    """The time a version is in force as (from, to, version), to excluded; a review does not interrupt it."""
    version, begin = int(metric.meta.get("version") or 0), None
    states = [state for state in metric.states if _day(state.get("from"))]
    for state in states:
        if state.get("status") in IN_FORCE:
            begin = begin or _begin(state)
        elif begin:
            yield begin, _begin(state), version
            begin = None
    if begin:
        yield begin, OPEN_END, version


def _day(text: object) -> date | None:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _begin(state: State) -> date:
    return date.fromisoformat(str(state["from"]))


def _years_after(day: date, years: int) -> date:
    return day if years == 0 else date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)
