"""Oracle companies: tiny companies whose answers were worked by hand, landed and built by the project's own means.

A company is a folder of tests/oracles: contract-shaped CSV files, `company.yml` (the configuration) and `expected.csv`
(the answers). The comparison itself is the dbt test tests/singular/oracles/assert_oracle_answers.sql.
Run `python -m plumbline.proof.oracles` for all of them, or name some: `... O02 O10 --engine postgres`.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from plumbline.building import DbtOutcome, run_dbt
from plumbline.landing import land
from plumbline.locking import company_lock
from plumbline.project import Company, Engine, load_company, project_root
from plumbline.proof.readers import build_cursor, rows
from plumbline.proof.shared_parse import SharedParse

COMPARISON = "assert_oracle_answers"
# What the comparison needs to be built, as selections of dbt.
BUILT = ["+indicator_values", "+indicator_applicability"]
ORACLE_VARIABLES = {"schema_prefix": ""}


@dataclass(frozen=True)
class Oracle:
    """One oracle company; `name` is its folder, for example O02_dso."""

    name: str
    folder: Path

    def expected(self) -> list[dict[str, str]]:
        with (self.folder / "expected.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))


@dataclass
class Outcome:
    """What became of an oracle on an engine: how many answers were compared, and the rows that are wrong.

    `tests` counts the singular tests that ran on its books.
    """

    oracle: str
    engine: str
    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    error: str = ""
    tests: int = 0

    @property
    def is_right(self) -> bool:
        return self.compared > 0 and not self.wrong and not self.error


def describe(row: dict[str, str]) -> str:
    """One wrong answer in a sentence that names the indicator."""
    window = f"{row['window_code']} {row['period_end']} {row['hierarchy_basis']}"
    wanted = row["expected_value"] or row["expected_null_reason"]
    if row["is_missing"] == "true":
        return f"{row['indicator_code']} of {row['org_unit_id']}, {window} is missing, expected {wanted}"
    answer = row["answered_value"] or row["answered_null_reason"]
    if row["expected_numerator"] not in ("", row["answered_numerator"]):
        answer += f" (numerator {row['answered_numerator']} instead of {row['expected_numerator']})"
    trap = ", which is a trap" if row["is_trap"] == "true" else ""
    return f"{row['indicator_code']} of {row['org_unit_id']}, {window} is {answer}{trap}, expected {wanted}"


def oracles(root: Path) -> list[Oracle]:
    return [Oracle(path.parent.name, path.parent) for path in sorted((root / "tests/oracles").glob("*/company.yml"))]


def parsed_for_oracles(root: Path, engine: Engine, parsed: Path | None = None) -> SharedParse:
    """The one parse that serves all oracles on an engine; `parsed`: see SharedParse."""
    # The comparison exists only where there are answers.
    return SharedParse(root, engine, {**ORACLE_VARIABLES, "oracle_answers": [{}]}, parsed)


def build(oracle: Oracle, company: Company, engine: Engine, parse: SharedParse) -> Outcome:
    """Build what the indicators need, run the comparison and read the wrong rows back.

    On DuckDB the project's singular tests run too: they show that the company's books are sound and nothing is lost on
    the way up. The delivered rows are the same on the other engine.
    """
    outcome = Outcome(oracle.name, engine)
    answers = [{**row, "note": ""} for row in oracle.expected()]
    variables = {**ORACLE_VARIABLES, "oracle_answers": answers}
    company.build_file.parent.mkdir(parents=True, exist_ok=True)

    def dbt(*command: str) -> DbtOutcome:
        # dbt's artifacts say nothing here that the outcome does not say, and writing them takes a fifth of the time.
        arguments = [*command, "--no-write-json"]
        return run_dbt(company, engine, arguments, variables=variables, manifest=parse.manifest(company))

    built = dbt("build", "--select", *BUILT, COMPARISON, "--indirect-selection", "empty")
    comparison = next((one for one in built.results if one.node.name == COMPARISON), None)
    if comparison is None or comparison.status not in {"pass", "fail"}:
        failures = "; ".join(f"{one.name}: {one.message}" for one in built.failures)
        outcome.error = failures or built.problem or "the comparison did not run"
        return outcome
    outcome.compared = len(answers)
    if comparison.status == "fail":
        with build_cursor(company, engine) as cursor:
            outcome.wrong = [describe(row) for row in rows(cursor, comparison.node.compiled_code)]
    elif engine is Engine.duckdb:
        tests = [f"{selection},test_type:singular" for selection in BUILT]
        tested = dbt("test", "--select", *tests, "--indirect-selection", "cautious")
        outcome.tests = len(tested.results)
        outcome.error = tested.problem or "; ".join(f"{one.name}: {one.message}" for one in tested.failures)
    return outcome


def chosen_oracles(names: Sequence[str], root: Path) -> list[Oracle]:
    """The oracles of these folders or numbers; all when empty."""
    return [one for one in oracles(root) if not names or one.name in names or one.name.split("_")[0] in names]


def ask(oracle: Oracle, engine: Engine, parse: SharedParse) -> Outcome:
    """Land, build and compare one oracle on an engine, in a database of its own."""
    company = load_company(str(oracle.folder / "company.yml"), parse.root)
    # The other engine's turn may be in another process, which is soon done.
    with company_lock(company, "oracle", engine, waiting=lambda _: None):
        report = land(company, oracle.folder, engine)
        if report.failures:
            refused = [f"{one.file_name} {one.outcome}: {one.note}" for one in report.failures]
            return Outcome(oracle.name, engine, error="; ".join(refused))
        return build(oracle, company, engine, parse)


def run(names: Sequence[str], engine: Engine, root: Path, parsed: Path | None = None) -> list[Outcome]:
    """Land, build and compare the named oracles (all when empty) on one engine."""
    parse = parsed_for_oracles(root, engine, parsed)
    return [ask(one, engine, parse) for one in chosen_oracles(names, root)]


def main(arguments: list[str] | None = None) -> int:
    """Command line: returns 0 when every answer is right, else 1."""
    parser = argparse.ArgumentParser(prog="python -m plumbline.proof.oracles", description=__doc__)
    parser.add_argument("oracles", nargs="*", help="folders or numbers (O02); all when left out")
    parser.add_argument("--engine", type=Engine, choices=list(Engine), default=Engine.duckdb)
    parser.add_argument("--root", type=Path, default=project_root(), help="the project to build")
    parser.add_argument("--json", type=Path, help="write the outcomes to this file")
    chosen = parser.parse_args(arguments)
    outcomes = run(chosen.oracles, chosen.engine, chosen.root.resolve())
    for one in outcomes:
        counts = f"{one.compared} answers, {one.tests} tests {one.error}"
        print(f"{'ok  ' if one.is_right else 'FAIL'} {one.oracle} on {one.engine}: {counts}")
        for line in one.wrong:
            print(f"     {line}")
    answers, tests = sum(one.compared for one in outcomes), sum(one.tests for one in outcomes)
    print(f"{len(outcomes)} oracles on {chosen.engine}: {answers} answers compared, {tests} tests of their books")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in outcomes], ensure_ascii=False), encoding="utf-8")
    return int(not outcomes or not all(one.is_right for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
