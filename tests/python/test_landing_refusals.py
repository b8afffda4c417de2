"""A bad file is refused with its name, place, rule and remedy; good files beside it land, earlier batches stay."""

from decimal import Decimal

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from landing_project import Delivery, LandingProject
from plumbline.cli import app

HEADER = "receipt,line,net\n"


@pytest.fixture
def shop(project: LandingProject) -> LandingProject:
    project.dataset("sales", files="sales_*.csv", key=["receipt", "line"], control_column="net", columns=HEADER)
    project.write("sales_202501.csv", (HEADER + "A1,1,10.00\nA1,2,20.00\n").encode())
    return project


REFUSED = {
    "bytes in no encoding": (
        HEADER.encode() + b"A1,1,10.00\nA\xff,1,1.00\n",
        "[C-01] the bytes are neither UTF-8 nor GB18030: read as utf-8, byte 29 (line 3, 0xFF) cannot be decoded. "
        "Export the file again as utf-8, or save it as UTF-8.",
    ),
    "utf-16": (HEADER.encode("utf-16"), "It looks like UTF-16."),
    "renamed column": (
        b"receipt,line,net_amt\nA1,1,10.00\n",
        "[C-02] required column 'net' (closest header: 'net_amt') is missing. "
        "Name it as declared; the file has: receipt, line, net_amt.",
    ),
    "another delimiter": (b"receipt;line;net\nA1;1;10.00\n", "is the delimiter really ','?"),
    "column twice": (b"receipt,line,net,NET\nA1,1,1,1\n", "[C-02] the header has column 'net' twice"),
    "values without header": (
        b"receipt,line,net,\nA1,1,1,\nA2,1,1,x\n",
        "column 4 has no header but holds values, first in row 2",
    ),
    "short row": (
        (HEADER + "A1,1,10.00\nA2,1\n").encode(),
        "[C-02] row 2 (line 3) has 2 values, the header has 3 columns",
    ),
    "long row": ((HEADER + 'A1,1,10.00\n"A\n2",1,1,1\n').encode(), "row 2 (line 4) has 4 values"),
    "open quote": ((HEADER + 'A1,1,"10.00\n').encode(), "[C-02] line 2 is not readable as CSV"),
    "nothing at all": (b"", "[C-02] the file is empty, not even a header"),
    "duplicate key": (
        (HEADER + "A1,1,1\nA1,2,1\nA2,1,1\nA1,1,5\n").encode(),
        "[key] the key (receipt, line) is not unique: receipt=A1, line=1 is in rows 1 and 4.",
    ),
    "empty key": (
        (HEADER + "A1,1,1\n  ,1,1\n,2,1\n").encode(),
        "[key] key column 'receipt' is empty in rows 2 and 3.",
    ),
    "no amount": (
        (HEADER + "A1,1,1\nA2,1,1.2万\n").encode(),
        "[C-04] row 2, column 'net': '1.2万' is not an amount.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(shop: LandingProject, content: bytes, reason: str) -> None:
    shop.write("sales_202502.csv", content)
    refusal = shop.refusal()
    assert refusal.startswith("sales_202502.csv: ")
    assert reason in refusal
    assert shop.rows("select distinct _file_name from raw.books__sales") == [("sales_202501.csv",)]
    assert shop.rows("select file_name from raw.load_manifest") == [("sales_202501.csv",)]


PROMISES = {
    "rows": ("sales_202501.csv,3,,,,,,", "[C-03] the file has 2 rows, the control file promises 3."),
    "total": (
        "sales_202501.csv,2,net,30.02,,,,",
        "[C-04] column 'net' sums to 30.00, the control file promises 30.02 (difference -0.02).",
    ),
    "column": (
        "sales_202501.csv,2,gross,30,,,,",
        "[C-04] the control file sums column 'gross', which the file has not.",
    ),
    "file": ("sales_202509.csv,2,,,,,,", "[C-03] manifest.csv promises this file, but it is not in the folder."),
}


@pytest.mark.parametrize(("line", "reason"), PROMISES.values(), ids=PROMISES)
def test_broken_promise(shop: LandingProject, line: str, reason: str) -> None:
    shop.control(line)
    assert reason in shop.refusal()


def test_a_kept_promise_is_kept_in_the_manifest(shop: LandingProject) -> None:
    shop.control("sales_202501.csv,2,net,30.009,202501,202502,utf-8,2025-02-03T08:00:00+08:00")
    shop.land()
    [found] = shop.rows("select row_count, control_total, period_from, period_to, extracted_at from raw.load_manifest")
    assert found[:4] == (2, Decimal("30.00"), 202501, 202502)
    assert found[4].isoformat() == "2025-02-03T00:00:00"


def test_a_promise_that_changes_after_landing_is_noticed(shop: LandingProject) -> None:
    shop.land()
    shop.control("sales_202501.csv,5,,,,,,")
    assert "[C-03] the landed file has 2 rows, the control file now promises 5." in shop.refusal()


def test_a_file_that_becomes_the_copy_of_another_is_refused(shop: LandingProject) -> None:
    shop.write("sales_202502.csv", b"receipt,line,net\nB1,1,5.00\n")
    shop.land()
    shop.write("sales_202502.csv", (shop.data / "sales_202501.csv").read_bytes())
    assert "[C-05] the file now has the same content as sales_202501.csv" in shop.refusal()
    assert shop.rows("select net from raw.books__sales where _file_name = 'sales_202502.csv'") == [("5.00",)]


def test_a_bad_new_version_leaves_the_landed_one(shop: LandingProject) -> None:
    shop.land()
    before = shop.manifest()
    shop.write("sales_202501.csv", (HEADER + "A1,1,1\nA1,1,1\n").encode())
    assert "[key]" in shop.refusal()
    assert shop.manifest() == before
    assert shop.rows("select sum(cast(net as decimal(18, 2))) from raw.books__sales") == [(Decimal("30.00"),)]


def test_workbooks(project: LandingProject) -> None:
    project.dataset("pay", files="pay.xlsx", format="xlsx", sheet="工资表", columns="工号\n", key=["工号"])
    project.write("pay.xlsx", b"PK no workbook")
    assert "pay.xlsx: [C-01] the file is not a readable XLSX workbook" in project.refusal()
    workbook = Workbook()
    workbook.active.title = "Sheet1"
    workbook.active.append(["工号"])
    workbook.save(project.data / "pay.xlsx")
    assert "[C-02] there is no sheet '工资表'; the workbook has 'Sheet1'" in project.refusal()
    workbook.active.title = "工资表"
    for employee in ("E1", "E2", "E1"):
        workbook.active.append([employee])
    workbook.save(project.data / "pay.xlsx")
    assert "[key] the key (工号) is not unique: 工号=E1 is in rows 1 and 3." in project.refusal()
    workbook.active["B2"] = "=1+1"
    workbook.save(project.data / "pay.xlsx")
    assert "[C-02] sheet '工资表', cell B2 holds a formula without a stored result" in project.refusal()


def test_parquet(project: LandingProject) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    project.dataset("facts", files="f.parquet", format="parquet", columns="id,net\n", key=["id"], control_column="net")
    project.write("f.parquet", b"PAR1 but not really")
    assert "f.parquet: [C-01] the file is not readable as Parquet" in project.refusal()
    pq.write_table(pa.table({"id": [1, 2, 1], "net_amount": [1.0, 2.0, 3.0]}), project.data / "f.parquet")
    assert "[C-02] required column 'net' (closest header: 'net_amount') is missing" in project.refusal()
    pq.write_table(pa.table({"id": [1, 2, 1], "net": [1.0, 2.0, 3.0]}), project.data / "f.parquet")
    assert "[key] the key (id) is not unique: id=1 is in rows 1 and 3." in project.refusal()
    pq.write_table(pa.table({"id": [1, None], "net": [1.0, 2.0]}), project.data / "f.parquet")
    assert "[key] key column 'id' is empty in row 2." in project.refusal()
    pq.write_table(pa.table({"id": [1, 2], "net": [1.25, 2.0]}), project.data / "f.parquet")
    project.control("f.parquet,2,net,3.50,,,,")
    assert "[C-04] column 'net' sums to 3.250000, the control file promises 3.50" in project.refusal()
    project.control("f.parquet,9,net,3.25,,,,")
    assert "[C-03] the file has 2 rows, the control file promises 9." in project.refusal()


def test_missing_required_dataset(shop: LandingProject) -> None:
    shop.dataset("members", files="members*.csv", columns="id\n")
    assert "[C-02] no file matches members*.csv" in shop.refusal()
    assert shop.rows("select count(*) from raw.books__sales") == [(2,)]


def test_the_command_ends_with_1_and_says_why(shop: LandingProject, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.write("sales_202502.csv", (HEADER + "A1,1,1\nA1,1,1\n").encode())
    company = shop.root / "shop.yml"
    variables = "{company: shop, base_currency: EUR, as_of_date: '2025-03-01', source_systems: {books: []}}"
    company.write_text(f"vars: {variables}\n", encoding="utf-8")
    monkeypatch.setenv("PLUMBLINE_PROJECT", str(shop.root))
    result = CliRunner().invoke(app, ["land", "--company", str(company), "--data", str(shop.data)])
    said = " ".join(result.output.split())
    assert result.exit_code == 1
    assert "Landed 1 file, 2 rows." in said
    assert "refused sales_202502.csv: [key] the key (receipt, line) is not unique" in said
    assert "Not landed for shop: 1 file;" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--company", "nobody"], "There is no company 'nobody'"),
        (["--company", "demo", "--data", "nowhere"], "There is no data folder nowhere"),
    ],
)
def test_a_wrong_call_ends_with_2(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["land", "--data", ".", *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_an_unknown_setting_in_the_source_yaml_is_named(project: LandingProject, sales: Delivery) -> None:
    project.dataset("sales", files="sales_*.csv", columns=HEADER, seperator=";")
    with pytest.raises(Exception, match="unknown setting seperator"):
        project.land()


def test_the_sheets_of_a_workbook_are_promised_one_by_one(project: LandingProject) -> None:
    project.dataset("pay", files="pay.xlsx", format="xlsx", sheet="工资表", columns="工号\n", key=["工号"])
    workbook = Workbook()
    workbook.active.title = "工资表"
    for row in (["工号"], ["E1"], ["E2"]):
        workbook.active.append(row)
    workbook.create_sheet("其他").append(["x"])
    workbook.save(project.data / "pay.xlsx")
    project.control("pay.xlsx#工资表,3,,,,,,", "pay.xlsx#其他,9,,,,,,")
    assert "[C-03] the file has 2 rows, the control file promises 3." in project.refusal()
    project.control("pay.xlsx#工资表,2,,,,,,", "pay.xlsx#其他,9,,,,,,")
    project.land()
    assert project.rows("select row_count from raw.load_manifest") == [(2,)]
