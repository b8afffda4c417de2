"""Every command and query of both READMEs, as it is written, in a clean copy; and what the READMEs say of the project.

`make demo` builds the demo group in the copy; everything after it reads what that published.
"""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook  # type: ignore[import-untyped]
from rich.cells import cell_len

from clean_copy import CleanCopy, copied, newcomer_environment
from plumbline.engines import open_duckdb
from plumbline.project import load_company
from plumbline.proposals.fields import FIELDS, FIRST_ROW, SHEET
from readme_blocks import PLACEHOLDER, WITHOUT_PATH, Code, Command, Readme, differences, new_indicator, read

pytestmark = pytest.mark.readme

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = read(ROOT / "README.md"), read(ROOT / "README.zh-CN.md")
READMES = pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=lambda readme: readme.name)
PUBLISHED = "warehouse/demo/plumbline.duckdb"
CLIENT = next(one.text for one in ENGLISH.commands if "query.sql" in one.text)
NEW_INDICATOR = ".venv/bin/plumbline scorecard --indicator admin_expense_ratio"

# Commands that this test does not run unless PLUMBLINE_README=all, and why. They come last, in this order.
ELSEWHERE = {
    "make build": "the build of `make demo` once more, with the new indicator; test_add_indicator builds only its rows",
    NEW_INDICATOR: "needs that build; test_add_indicator compares it in a copy that has the entry",
    "make lint": "what `make test` does first",
    "make bench SCALE=0.1": "makes and builds 7.5 million rows",
    "make demo ENGINE=postgres": "a second build; the tests of Postgres make it",
    ".venv/bin/python -m plumbline.proof.oracles O24": "test_oracles asks it of every oracle",
    ".venv/bin/python -m plumbline.proof.parity": "test_parity",
    ".venv/bin/python -m plumbline.proof.mutations": "test_mutations",
    ".venv/bin/python -m pytest -s tests/python/test_engine_equality.py": "it is one of the tests",
    ".venv/bin/python -m pytest -s tests/python/test_single_scan.py": "it is one of the tests",
    ".venv/bin/python -m pytest tests/python/test_plans.py": "it is one of the tests",
}
# They would run this test.
NEVER = {"make test", "make check"}
RUNS_ALL = os.environ.get("PLUMBLINE_README") == "all"


def runnable(readme: Readme) -> list[Command]:
    """The commands that are run, in the order in which they are run."""
    usual = [one for one in readme.commands if one.text not in {*ELSEWHERE, *NEVER} and not one.has_placeholder]
    dear = {one.text: one for one in readme.commands}
    return [*usual, *(dear[text] for text in ELSEWHERE if RUNS_ALL)]


def append_the_new_indicator(root: Path) -> None:
    """What the README says to add, at the end of the file that it names."""
    path, entry = new_indicator(ENGLISH)
    with (root / path).open("a", encoding="utf-8") as metrics:
        metrics.write(entry)


def fill_the_proposal(root: Path) -> None:
    """The template's own example as a proposal."""
    book = load_workbook(root / "new.xlsx")
    for column, field in enumerate(FIELDS, start=1):
        book[SHEET].cell(row=FIRST_ROW + 1, column=column).value = "" if field.key == "note" else field.example
    book.save(root / "new.xlsx")


def save_a_query(root: Path) -> None:
    """The query right above the command that runs it."""
    (line,) = (one.line for one in ENGLISH.commands if one.text == CLIENT)
    above = [query for query in answered_queries(ENGLISH) if query.line < line]
    (root / "query.sql").write_text(above[-1].text, encoding="utf-8")


# What the text around a command tells the reader to do first.
BEFORE = {
    CLIENT: save_a_query,
    ".venv/bin/plumbline propose new.xlsx": fill_the_proposal,
    "make build": append_the_new_indicator,
}


def answered_queries(readme: Readme) -> list[Code]:
    return [block for block in readme.blocks_in("sql") if "\n-- " in block.text]


@pytest.fixture(scope="session")
def clean_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanCopy]:
    """The copy, in which nothing has been run yet. It goes at the end: it holds a .venv of its own."""
    folder = copied(ROOT, tmp_path_factory.mktemp("readme") / "plumbline")
    yield CleanCopy(folder, [one.text for one in runnable(ENGLISH)], BEFORE)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def demo(clean_copy: CleanCopy) -> Path:
    """The copy's folder, with the demo group published."""
    assert clean_copy.answer("make demo").code == 0
    return clean_copy.root


@pytest.mark.parametrize("command", runnable(ENGLISH), ids=lambda command: command.text)
def test_a_command_says_what_the_reader_should_see(clean_copy: CleanCopy, command: Command) -> None:
    answer = clean_copy.answer(command.text)
    assert answer.code == 0, f"README.md, line {command.line}: {answer.out[-3000:]}\n{answer.err[-3000:]}"
    if command.shown is not None:
        assert not (problem := differences(command.shown, answer.out)), f"README.md, line {command.line}: {problem}"


@pytest.mark.parametrize("number", range(len(ENGLISH.blocks_in("sql"))))
def test_a_query_gives_the_rows_that_the_reader_should_see(demo: Path, number: int) -> None:
    block = ENGLISH.blocks_in("sql")[number]
    shown = [line.removeprefix("-- ") for line in block.text.splitlines() if line.startswith("-- ")]
    with open_duckdb(demo / database_of(block), read_only=True) as connection:
        rows = connection.execute(block.text).fetchall()
    assert rows
    assert not shown or aligned(rows) == shown


def database_of(block: Code) -> str:
    """The database that the text before a query names last; the published one where it names none."""
    return [*[text for text in block.before if text.endswith(".duckdb")], PUBLISHED][0]


def as_written(value: Any) -> str:
    """A value as a database client shows it: all its digits, no exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def aligned(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows as the README writes them: columns as wide as their widest value, numbers to the right, three spaces."""
    cells = [["NULL" if value is None else as_written(value) for value in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row, texts in zip(rows, cells, strict=True):
        padded = []
        for value, text, width in zip(row, texts, widths, strict=True):
            space = " " * (width - cell_len(text))
            padded.append(space + text if isinstance(value, int | Decimal) else text + space)
        lines.append("   ".join(padded).rstrip())
    return lines


def test_the_delivered_line_is_the_one_that_is_named(demo: Path) -> None:
    """'Data row 1936 is line 1937 of the file', and department 0105 is store S05."""
    row, line = map(int, re.search(r"Data row (\d+) is line (\d+) of the file", ENGLISH.prose).groups())  # type: ignore[union-attr]
    assert f"数据行 {row} 是文件的第 {line} 行" in CHINESE.prose
    department, store = re.search(r"Department (\d+) is store (\w+) by", ENGLISH.prose).groups()  # type: ignore[union-attr]
    assert f"部门 {department} 即门店 {store}" in CHINESE.prose
    last = answered_queries(ENGLISH)[-1].text
    name = re.search(r"_file_name = '([^']+)' and _row_number in \((\d+),", last)
    assert name is not None and int(name[2]) == row
    delivered = (demo / "warehouse/demo/raw" / name[1]).read_text(encoding="gb18030").splitlines()[line - 1]
    first = next(text for text in last.splitlines() if text.startswith("-- ")).removeprefix("-- ")
    assert all(cell in delivered for cell in first.split()), delivered
    seeds = (demo / "seeds/demo/cn_gl/cn_gl__departments.csv").read_text(encoding="utf-8")
    assert f"\n{department},{store}," in seeds


def test_the_numbers_of_indicators_are_those_published(demo: Path) -> None:
    with open_duckdb(demo / PUBLISHED, read_only=True) as connection:
        counts = connection.execute(
            "select case when status = 'deprecated' then status when kind = 'auxiliary' then kind else 'defined' end, "
            "count(distinct indicator_code) from marts.indicators group by all"
        ).fetchall()
    found = dict(counts)
    said = re.search(r"(\d+) indicators are defined", ENGLISH.prose), re.search(r"(\d+) auxiliary", ENGLISH.prose)
    in_chinese = re.search(r"定义 (\d+) 个指标", CHINESE.prose), re.search(r"(\d+) 个辅助指标", CHINESE.prose)
    expected = [str(found["defined"]), str(found["auxiliary"])]
    assert [[one[1] for one in pair if one] for pair in (said, in_chinese)] == [expected, expected]
    assert found["deprecated"] == 1


@READMES
def test_the_marts_that_are_listed_are_published(demo: Path, readme: Readme) -> None:
    listed = [piece.text for piece in readme.inline if piece.line < readme.blocks[0].line]
    names = [text for text in listed if re.fullmatch(r"_?[a-z]+(_[a-z]+)+|indicators|periods", text)]
    with open_duckdb(demo / PUBLISHED, read_only=True) as connection:
        published = {name for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()}  # fmt: skip
    names = [f"indicators{name}" if name.startswith("_") else name for name in names]
    assert len(names) > 10
    assert set(names) - published - {"as_was", "as_is"} == set()


def test_the_analyses_are_ready_to_run(clean_copy: CleanCopy) -> None:
    assert clean_copy.answer(".venv/bin/plumbline dbt -- compile --select path:analyses").code == 0
    folder = clean_copy.root / "warehouse/demo/target/duckdb/compiled/plumbline/analyses"
    assert folder.relative_to(clean_copy.root).as_posix() + "/" in {piece.text for piece in ENGLISH.inline}
    with open_duckdb(clean_copy.root / PUBLISHED, read_only=True) as connection:
        answers = [connection.execute(path.read_text(encoding="utf-8")).fetchall() for path in folder.glob("*.sql")]
    assert len(answers) == len(list((ROOT / "analyses").glob("*.sql")))
    assert any(answers)


@READMES
def test_the_files_that_are_named_are_there(clean_copy: CleanCopy, readme: Readme) -> None:
    """Paths in code, products included; `<...>` in one stands for any name."""
    last = [one for one in runnable(ENGLISH) if one.text not in ELSEWHERE][-1]
    clean_copy.answer(last.text)
    missing = [
        f"{piece.text} (line {piece.line})"
        for piece in readme.inline
        if is_path(piece.text) and not is_there(clean_copy.root, piece.text)
    ]
    assert not missing
    for link in readme.links:
        name, _, heading = link.partition("#")
        assert (ROOT / name).is_file(), link
        headings = re.findall(r"^#+ (.+)$", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert not heading or heading in [text.lower().replace(" ", "-") for text in headings], link


def is_path(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.<>-]+/|(?:[\w.<>-]+/)+[\w.<>-]*|[\w<>-]+\.(?:csv|yml|sql|xlsx|duckdb)", text))


def is_there(root: Path, text: str) -> bool:
    if text.startswith("stg_") or "/" not in text:
        folders: tuple[str, ...] = ("", "models", "tests/oracles")
        return (
            any(next((root / folder).rglob(PLACEHOLDER.sub("*", text)), None) for folder in folders[1:])
            or (root / text).exists()
        )
    return next(root.glob(PLACEHOLDER.sub("*", text).rstrip("/")), None) is not None


@READMES
def test_no_command_needs_a_path_that_is_not_written(readme: Readme) -> None:
    lines = [piece for piece in readme.inline if WITHOUT_PATH.match(piece.text)]
    assert [f"line {piece.line}: {piece.text}" for piece in lines] == []


def test_both_have_the_same_commands_queries_and_answers() -> None:
    def commands(readme: Readme) -> list[tuple[str, str | None]]:
        return [(PLACEHOLDER.sub("<>", one.text), one.shown) for one in readme.commands]

    assert commands(ENGLISH) == commands(CHINESE)
    for language in ("console", "text", "sql"):
        texts = [[PLACEHOLDER.sub("<>", block.text) for block in one.blocks_in(language)] for one in (ENGLISH, CHINESE)]
        assert texts[0] == texts[1]
    settings = [[yaml.safe_load(block.text) for block in one.blocks_in("yaml")] for one in (ENGLISH, CHINESE)]
    assert settings[0] == settings[1]
    assert [block.language for block in ENGLISH.blocks] == [block.language for block in CHINESE.blocks]


def test_both_name_the_same_things() -> None:
    def names(readme: Readme) -> Counter[str]:
        return Counter(PLACEHOLDER.sub("<>", piece.text) for piece in readme.inline)

    assert names(ENGLISH) - names(CHINESE) == Counter()
    assert names(CHINESE) - names(ENGLISH) == Counter()


def test_what_is_left_to_other_tests_is_still_in_the_readme() -> None:
    assert set(ELSEWHERE) <= {one.text for one in ENGLISH.commands}


@pytest.mark.parametrize(
    "command",
    [one for one in ENGLISH.commands if one.has_placeholder or one.text in {*ELSEWHERE, *NEVER}],
    ids=lambda command: command.text,
)
def test_a_command_that_is_not_run_leads_to_something(command: Command) -> None:
    """The target with its variables, the module, or the test that it names is there."""
    words = shlex.split(PLACEHOLDER.sub("x", command.text))
    program, *arguments = [word for word in words if not re.match(r"[A-Z_]+=", word)][:1] + words[1:]
    if program == "make":
        dry = subprocess.run(
            ["make", "--dry-run", *(word for word in arguments if word != "make")],
            cwd=ROOT, env=newcomer_environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert dry.returncode == 0, dry.stderr
    elif arguments[:2] == ["-m", "pytest"]:
        assert (ROOT / arguments[-1]).is_file()
    elif arguments[0] == "-m":
        assert importlib.util.find_spec(arguments[1]) is not None
    else:
        assert (ROOT / program).is_file()


def test_the_example_company_can_be_read(tmp_path: Path) -> None:
    """The README's own company file: each variable is one of the project's, each contract has its model."""
    text = next(block.text for block in ENGLISH.blocks_in("yaml") if "source_systems" in block.text)
    path = tmp_path / "acme.yml"
    path.write_text(text, encoding="utf-8")
    company = load_company(str(path), ROOT)
    assert company.name == "acme"
    assert set(company.overrides) <= set(yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"])
    for system, contracts in company.source_systems.items():
        for contract in contracts:
            model = f"base_{system}__{contract}.sql"
            assert list((ROOT / "models/staging/systems").glob(f"*/{system}/{model}")), model
