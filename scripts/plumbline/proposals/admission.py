"""The admission test: every proposal against every rule, all problems at once, and YAML only when there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.dictionary.registry import Registry
from plumbline.proposals.candidate import candidate
from plumbline.proposals.checks import check
from plumbline.proposals.definition import definition
from plumbline.proposals.evidence import published_evidence
from plumbline.proposals.reading import read_proposals
from plumbline.proposals.rules import Problem


@dataclass(frozen=True)
class Admission:
    """What became of a workbook: the problems, or the files written; `notes` say what could not be checked."""

    problems: Sequence[Problem]
    written: Sequence[Path]
    notes: Sequence[str]


def admit(registry: Registry, path: Path, out: Path) -> Admission:
    """Check a filled workbook; when no rule refuses anything, write one YAML file per proposal into `out`.

    Raises PlumblineError when the workbook itself cannot be read.
    """
    candidates = [candidate(registry, proposal) for proposal in read_proposals(path)]
    with published_evidence(registry.company) as evidence:
        problems = [problem for one in candidates for problem in check(one, candidates, evidence)]
    notes = [] if evidence else [_not_checked(registry)]
    if problems:
        return Admission(sorted(problems, key=lambda one: (one.row, one.position)), [], notes)
    texts = {out / f"{one['code']}.yml": definition(one) for one in candidates}
    out.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    return Admission([], list(texts), notes)


def _not_checked(registry: Registry) -> str:
    company = registry.company.name
    return (
        "Not checked: whether the data is complete and goes back 12 months, because nothing is published for "
        f"{company}. Run: plumbline run --company {company} --data <folder>."
    )
