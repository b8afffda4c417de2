"""dbt's unit tests: single models fed with made-up rows. They test code, not a company, and so run apart from builds.

`python -m plumbline.proof.unit_tests [--engine postgres]` runs them. dbt takes the types of made-up rows from the
relations that they stand for, so these are built first, empty: for a company that delivers nothing.
"""

import argparse
import sys
from pathlib import Path

from plumbline.building import DbtOutcome, run_dbt
from plumbline.engines import open_duckdb
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine, project_root
from plumbline.proof.oracles import ORACLE_VARIABLES, parsed_for_oracles
from plumbline.proof.shared_parse import SYSTEM, SharedParse

NAME = "unit_tests"


def run(engine: Engine, root: Path, parse: SharedParse | None = None) -> DbtOutcome:
    """Run every unit test on an engine, with every contract delivered; a test says itself which variables it is about.

    Raises PlumblineError when the empty relations cannot be built or a unit test did not run.
    """
    parse = parse or parsed_for_oracles(root, engine)
    own = {"base_currency": "CNY", "as_of_date": "2025-12-31"}
    empty = Company(NAME, root, {**own, "source_systems": {SYSTEM: []}})
    full = Company(NAME, root, {**own, "source_systems": {SYSTEM: parse.contracts}})
    if engine is Engine.duckdb:
        empty.build_file.parent.mkdir(parents=True, exist_ok=True)
        open_duckdb(empty.landing_file).close()
    manifest = parse.manifest(empty, unit_tests=True)
    defined = [unit.name for unit in manifest.unit_tests.values()]
    tested = sorted({f"+{unit.model}" for unit in manifest.unit_tests.values()})
    command = ["build", "--no-write-json", "--indirect-selection", "empty", "--select", *tested]
    built = run_dbt(empty, engine, command, variables=ORACLE_VARIABLES, manifest=parse.manifest(empty))
    if not built.success:
        why = "; ".join(f"{one.name}: {one.message}" for one in built.failures) or built.problem
        raise PlumblineError(f"The empty relations for the unit tests cannot be built on {engine}: {why}")
    manifest = parse.manifest(full, unit_tests=True)
    command = ["test", "--no-write-json", "--select", "test_type:unit"]
    outcome = run_dbt(full, engine, command, variables=ORACLE_VARIABLES, manifest=manifest)
    # What dbt_project.yml runs at the start has a result as well.
    outcome.results = [one for one in outcome.results if one.node.resource_type == "unit_test"]
    ran = [one.node.name for one in outcome.results]
    if not outcome.problem and sorted(ran) != sorted(defined):
        raise PlumblineError(f"{len(defined)} unit tests are defined and {len(ran)} ran on {engine}.")
    return outcome


def report(outcome: DbtOutcome, engine: Engine) -> str:
    """How many passed, and what dbt says about the others."""
    passed = sum(one.status == "pass" for one in outcome.results)
    lines = [f"{passed} of {len(outcome.results)} unit tests passed on {engine}"]
    lines += [f"  {one.name} ({one.path}): {one.message}" for one in outcome.failures]
    return "\n".join([*lines, *([outcome.problem] if outcome.problem else [])])


def main(arguments: list[str] | None = None) -> int:
    """Command line: returns 0 when every unit test passes, else 1."""
    parser = argparse.ArgumentParser(prog="python -m plumbline.proof.unit_tests", description=__doc__)
    parser.add_argument("--engine", type=Engine, choices=list(Engine), default=Engine.duckdb)
    engine = parser.parse_args(arguments).engine
    outcome = run(engine, project_root())
    print(report(outcome, engine))
    return int(not outcome.success)


if __name__ == "__main__":
    sys.exit(main())
