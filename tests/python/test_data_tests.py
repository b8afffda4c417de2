"""A relation that breaks its rules is named with rule, column, number of rows and one of them; a sound one passes."""

import shutil
from pathlib import Path

import pytest
import yaml

from landing_project import LandingProject
from plumbline import steps
from plumbline.building import DbtOutcome, build
from plumbline.errors import PlumblineError
from plumbline.failures import RULES_TEST, TO_DO
from plumbline.project import Engine

ROOT = Path(__file__).parents[2]
ENGINES = pytest.mark.parametrize("engine", list(Engine))

COLUMNS = {
    "unit": "varchar",
    "line_no": "integer",
    "serial_no": "integer",
    "owner": "varchar",
    "state": "varchar",
    "grade": "integer",
    "low": "integer",
    "high": "integer",
    "valid_from": "date",
    "valid_to": "date",
}
RULES = {
    "key": ["unit", "line_no"],
    "other_keys": ["serial_no"],
    "required": ["owner"],
    "accepted": {"state": ["open", "it's closed"], "grade": [1, 2]},
    "rules": {"low_is_not_above_high": "low <= high and state <> 'low'"},
    "no_overlap": ["unit"],
    "no_overlap_among": "line_no > 0",
}
SOUND = [
    ["A", 1, 1, "Li", "open", 1, 1, 2, "2025-01-01", "2025-02-01"],
    # Values that are not given are accepted; a row may begin where another ends, and some are not looked at.
    ["A", 2, 2, "Li", "it's closed", None, 2, 2, "2025-02-01", "2025-03-01"],
    ["A", 0, 3, "Wu", "open", 2, 1, 2, "2025-01-15", "2025-02-15"],
]


def row(**values: object) -> list[object]:
    return list(
        {
            **dict(zip(COLUMNS, ["B", 1, 9, "Wu", "open", 1, 1, 2, "2025-01-01", "2025-02-01"], strict=True)),
            **values,
        }.values()
    )


# What is wrong with a table: its further rows, and the findings.
FAULTS: dict[str, tuple[list[list[object]], list[str]]] = {
    "duplicate_key": (
        [row(), row(serial_no=8, valid_from="2025-02-01", valid_to="2025-03-01")],
        ["rule unique on unit, line_no: 2 rows, for example unit=B, line_no=1; it asks: no two rows alike"],
    ),
    "duplicate_other_key": (
        [row(), row(line_no=2, valid_from="2025-02-01", valid_to="2025-03-01")],
        ["rule unique on serial_no: 2 rows, for example serial_no=9; it asks: no two rows alike"],
    ),
    "missing_key_part": (
        [row(line_no=None)],
        ["rule required on line_no: 1 row, for example unit=B, line_no=NULL; it asks: a value"],
    ),
    "missing_value": (
        [row(owner=None), row(owner=None, line_no=0, serial_no=8)],
        ["rule required on owner: 2 rows, for example unit=B, line_no=0; it asks: a value"],
    ),
    "unaccepted_text": (
        [row(state="low_ish")],
        [
            "rule accepted on state: 1 row, for example unit=B, line_no=1, state=low_ish; "
            "it asks: one of open, it's closed",
        ],
    ),
    "unaccepted_number": (
        [row(grade=3)],
        ["rule accepted on grade: 1 row, for example unit=B, line_no=1, grade=3; it asks: one of 1, 2"],
    ),
    "rule_false": (
        [row(low=3)],
        [
            "rule low_is_not_above_high on low, high, state: 1 row, for example unit=B, line_no=1, low=3, high=2, "
            "state=open; it asks: low <= high and state <> 'low'",
        ],
    ),
    "rule_null": (
        [row(high=None)],
        [
            "rule low_is_not_above_high on low, high, state: 1 row, for example unit=B, line_no=1, low=1, high=NULL, "
            "state=open; it asks: low <= high and state <> 'low'",
        ],
    ),
    "overlap": (
        [row(), row(line_no=2, serial_no=8, valid_from="2025-01-31", valid_to="2025-03-01")],
        [
            "rule no_overlap on unit, valid_from, valid_to: 1 row, for example unit=B, valid_from=2025-01-01, "
            "valid_to=2025-02-01, next_valid_from=2025-01-31; it asks: a row ends before the next one begins",
        ],
    ),
    "two_faults": (
        [row(owner=None, grade=3)],
        [
            "rule required on owner: 1 row, for example unit=B, line_no=1; it asks: a value",
            "rule accepted on grade: 1 row, for example unit=B, line_no=1, grade=3; it asks: one of 1, 2",
        ],
    ),
}


def table(rows: list[list[object]], materialized: str) -> str:
    def literal(value: object) -> str:
        return "null" if value is None else "'" + str(value).replace("'", "''") + "'"

    values = ", ".join(f"({', '.join(map(literal, one))})" for one in rows)
    typed = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in COLUMNS.items())
    config = f"{{{{ config(materialized='{materialized}') }}}}\n"
    return f"{config}select {typed} from (values {values}) as given ({', '.join(COLUMNS)})"


def declared(name: str, columns: list[str], rules: dict[str, object]) -> dict[str, object]:
    return {
        "name": name,
        "columns": [{"name": column} for column in columns],
        "data_tests": [{RULES_TEST: {"arguments": rules}}],
    }


@pytest.fixture
def tiny(engine: Engine, project: LandingProject, request: pytest.FixtureRequest) -> LandingProject:
    """A project on the engine with the test, and with a landed file that lacks a value in its second row."""
    tiny = project if engine is Engine.duckdb else request.getfixturevalue("project_on_postgres")
    tiny.dataset("sales", files="sales_*.csv", key=["receipt", "line"], columns="receipt,line,net")
    tiny.write("sales_202501.csv", b"receipt,line,net\nA1,1,10.00\nA1,2,\n")
    tiny.land(engine, fresh=True)
    tiny.models(ROOT)
    for path in [ROOT / "tests/generic/keeps_its_rules.sql", *(ROOT / "macros/quality").glob("*.sql")]:
        shutil.copyfile(path, tiny.root / "macros" / path.name)
    return tiny


def built(
    tiny: LandingProject, engine: Engine, models: dict[str, str], yaml_entries: list[dict[str, object]]
) -> DbtOutcome:
    tiny.models(ROOT, **models)
    (tiny.root / "models/_tiny.yml").write_text(yaml.safe_dump({"models": yaml_entries}), encoding="utf-8")
    return build(tiny.company, engine)


@ENGINES
def test_every_broken_rule_is_named(engine: Engine, tiny: LandingProject) -> None:
    tables = {"sound": SOUND, **{name: [*SOUND, *rows] for name, (rows, _) in FAULTS.items()}}
    models = {f"{name}_{kind}": table(rows, kind) for name, rows in tables.items() for kind in ("table", "view")}
    outcome = built(tiny, engine, models, [declared(name, list(COLUMNS), RULES) for name in models])
    assert {one.name: list(one.findings) for one in outcome.failures} == {
        f"{RULES_TEST} of {name}_{kind}": [*lines, TO_DO]
        for name, (_, lines) in FAULTS.items()
        for kind in ("table", "view")
    }


@ENGINES
def test_the_delivered_file_and_row_are_named_and_printed(
    engine: Engine, tiny: LandingProject, capsys: pytest.CaptureFixture[str]
) -> None:
    sold = (
        "select receipt, line, nullif(net, '') as net, _batch_id as batch_id, _row_number as source_row_no "
        "from {{ source('books', 'sales') }}"
    )
    columns = ["receipt", "line", "net", "batch_id", "source_row_no"]
    rules: dict[str, object] = {"key": ["receipt", "line"], "required": ["net"]}
    folder = tiny.root / "tests"
    folder.mkdir()
    (folder / "assert_little_is_sold.sql").write_text(
        "select line, net from {{ ref('sold') }} order by line", encoding="utf-8"
    )
    outcome = built(tiny, engine, {"sold": sold}, [declared("sold", columns, rules)])
    line = (
        "rule required on net: 1 row, for example file=sales_202501.csv, source_row_no=2, receipt=A1, line=2; "
        "it asks: a value"
    )
    assert {one.name: one.findings for one in outcome.failures} == {
        f"{RULES_TEST} of sold": (line, TO_DO),
        "assert_little_is_sold": ("line=1, net=10.00", "line=2, net=NULL", TO_DO),
    }
    with pytest.raises(PlumblineError):
        steps.report_dbt(outcome, "The build failed.")
    printed = " ".join(capsys.readouterr().err.split())
    assert f"test failed {RULES_TEST} of sold (models/_tiny.yml) {line} {TO_DO}" in printed
    assert "configured to fail" not in printed


@ENGINES
def test_only_the_first_rows_are_shown(engine: Engine, tiny: LandingProject) -> None:
    (tiny.root / "tests").mkdir()
    (tiny.root / "tests/assert_nothing_is_counted.sql").write_text(
        "select n from {{ ref('counted') }}", encoding="utf-8"
    )
    counted = "select n from (values " + ", ".join(f"({n})" for n in range(12)) + ") as given (n)"
    outcome = built(tiny, engine, {"counted": counted}, [])
    [failure] = outcome.failures
    assert len(failure.findings) == 12
    assert failure.findings[10] == "... and more: the first 10 are shown."


@ENGINES
def test_a_code_that_the_vocabulary_lacks_is_named(engine: Engine, tiny: LandingProject) -> None:
    models = {
        "vocabulary": "select 'size' as field, 'S' as code union all select 'colour', 'red'",
        "shirts": "select 1 as id, 'S' as size union all select 2, 'red' union all select 3, null",
    }
    rules: dict[str, object] = {"key": ["id"], "codes": {"size": "size"}}
    outcome = built(tiny, engine, models, [declared("shirts", ["id", "size"], rules)])
    line = "rule accepted on size: 1 row, for example id=2, size=red; it asks: a size of the vocabulary"
    assert {one.name: one.findings for one in outcome.failures} == {f"{RULES_TEST} of shirts": (line, TO_DO)}
