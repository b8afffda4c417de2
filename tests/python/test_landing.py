"""Landing: files as they come into raw tables, twice the same, and nothing else."""

import gzip
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from landing_project import Delivery, LandingProject
from plumbline.engines import company_postgres, postgres_database
from plumbline.project import Engine

VOUCHERS = "凭证号,科目编码,借方金额\n记-0001,6001,1234.50\n记-0002,660101,\n"


def test_gb18030_with_chinese_headers(project: LandingProject) -> None:
    project.dataset("vouchers", files="vouchers.csv", encoding="gb18030", key=["凭证号"], columns=VOUCHERS)
    project.write("vouchers.csv", VOUCHERS.encode("gb18030"))
    assert project.land().count("landed") == 1
    assert project.rows('select "凭证号", "科目编码", "借方金额" from raw.books__vouchers order by _row_number') == [
        ("记-0001", "6001", "1234.50"),
        ("记-0002", "660101", ""),
    ]
    assert project.rows("select encoding from raw.load_manifest") == [("gb18030",)]


def test_a_file_in_another_encoding_than_declared_is_read_and_said(project: LandingProject) -> None:
    project.dataset("vouchers", files="*.csv", encoding="utf-8", columns=VOUCHERS)
    project.write("vouchers.csv", VOUCHERS.encode("gb18030"))
    report = project.land()
    assert report.outcomes[0].note == "[C-01] declared as utf-8, found and read as gb18030"
    assert project.rows('select "凭证号" from raw.books__vouchers where _row_number = 1') == [("记-0001",)]


def test_byte_order_mark_semicolons_and_gzip(project: LandingProject) -> None:
    text = 'code;name;amount\n007;"Steel; rolled";1.234,50\n\n008;"two\nlines";(10,00)\n'
    project.dataset(
        "items", files="items*.csv.gz", delimiter=";", decimal=",", control_column="amount", key=["code"], columns=text
    )
    project.write("items_202501.csv.gz", gzip.compress(text.encode("utf-8-sig"), mtime=0))
    project.land()
    assert project.rows("select code, name, _row_number from raw.books__items order by _row_number") == [
        ("007", "Steel; rolled", 1),
        ("008", "two\nlines", 3),
    ]
    assert project.rows("select control_total, period_from, period_to from raw.load_manifest") == [
        (Decimal("1224.50"), 202501, 202501)
    ]


def test_headers_match_after_trim_and_width(project: LandingProject) -> None:
    project.dataset("vouchers", files="v.csv", columns="借方(元),摘要\n")
    project.write("v.csv", " 借方（元） ,摘要,备注\n1,a,b\n".encode())
    project.land()
    assert project.rows('select "借方(元)", "摘要", "备注" from raw.books__vouchers') == [("1", "a", "b")]


def test_workbook_cells_become_plain_text(project: LandingProject) -> None:
    project.dataset("payroll", files="hr/*.xlsx", format="xlsx", sheet="工资表", key=["工号", "月份"],
                    columns="工号,月份,基本工资,比例,在职,备注\n", control_column="基本工资")  # fmt: skip
    workbook = Workbook()
    workbook.active.title = "说明"
    sheet = workbook.create_sheet("工资表")
    sheet.append(["工号", "月份", "基本工资", "比例", "在职", "备注"])
    sheet.append(["E001", date(2025, 1, 31), 8000, 0.1 + 0.2, True, None])
    sheet.append(["E002", datetime(2025, 1, 31, 8, 30), 1234567.5, 1e-7, False, "#DIV/0!"])
    sheet.append([None] * 6)
    (project.data / "hr").mkdir()
    workbook.save(project.data / "hr" / "payroll.xlsx")
    project.land()
    assert project.rows("select * exclude (_batch_id, _loaded_at) from raw.books__payroll order by _row_number") == [
        ("E001", "2025-01-31", "8000", "0.3", "true", "", "hr/payroll.xlsx", 1),
        ("E002", "2025-01-31 08:30:00", "1234567.5", "0.0000001", "false", "#DIV/0!", "hr/payroll.xlsx", 2),
    ]
    assert project.rows("select control_total, encoding from raw.load_manifest") == [(Decimal("1242567.50"), None)]


def parquet(path: Path) -> None:
    columns = {
        "id": pa.array([1, 2], pa.int32()),
        "amount": pa.array([Decimal("1.50"), None], pa.decimal128(18, 2)),
        "rate": pa.array([0.1, 1e-7], pa.float64()),
        "day": pa.array([date(2025, 1, 31), None]),
        "stamp": pa.array([datetime(2025, 1, 31, 8, 30), None], pa.timestamp("us")),
        "flag": pa.array([True, False]),
        "note": pa.array(["", None]),
        "tags": pa.array([["a", "b"], None], pa.list_(pa.string())),
        "photo": pa.array([b"\x00", b"\x01"], pa.binary()),
    }
    pq.write_table(pa.table(columns), path)


PARQUET_COLUMNS = "id, amount, rate, day, stamp, flag, note, cast(tags as varchar)"
PARQUET_ROWS = [
    (1, Decimal("1.50"), 0.1, date(2025, 1, 31), datetime(2025, 1, 31, 8, 30), True, "", "[a, b]"),
    (2, None, 1e-7, None, None, False, None, None),
]


def test_parquet_keeps_its_types_and_leaves_out_binary_columns(project: LandingProject) -> None:
    project.dataset("facts", files="facts.parquet", format="parquet", key=["id"], columns="id,amount\n",
                    control_column="amount")  # fmt: skip
    parquet(project.data / "facts.parquet")
    report = project.land()
    assert report.outcomes[0].note == "left out binary column photo"
    assert project.rows(f"select {PARQUET_COLUMNS} from raw.books__facts order by id") == PARQUET_ROWS
    assert project.rows("select row_count, control_total from raw.load_manifest") == [(2, Decimal("1.50"))]


def test_the_same_file_again_changes_nothing(project: LandingProject, sales: Delivery) -> None:
    first = project.land()
    before = project.rows("select * from raw.books__sales order by all"), project.manifest()
    second = project.land()
    assert (first.count("landed"), second.count("landed"), second.count("unchanged")) == (2, 0, 2)
    assert (project.rows("select * from raw.books__sales order by all"), project.manifest()) == before


def test_a_copy_under_another_name_is_not_landed_twice(project: LandingProject, sales: Delivery) -> None:
    project.land()
    project.write("sales_202503.csv", sales["sales_202501.csv"])
    report = project.land()
    assert report.count("unchanged") == 3
    assert "[C-05] the same content is landed as sales_202501.csv" in report.outcomes[-1].note
    assert project.rows("select count(*) from raw.books__sales") == [(4,)]


def test_a_new_version_replaces_the_rows_and_both_stay_in_the_manifest(
    project: LandingProject, sales: Delivery
) -> None:
    project.land()
    project.write("sales_202501.csv", b"receipt,line,net\nA1,1,11.00\n")
    report = project.land()
    assert (report.count("replaced"), report.count("unchanged")) == (1, 1)
    assert project.rows("select net from raw.books__sales where _file_name = 'sales_202501.csv'") == [("11.00",)]
    counts = "select file_name, row_count from raw.load_manifest order by loaded_at"
    assert project.rows(counts) == [("sales_202501.csv", 2), ("sales_202502.csv", 2), ("sales_202501.csv", 1)]


def test_going_back_to_an_earlier_version_is_a_batch_of_its_own(project: LandingProject, sales: Delivery) -> None:
    project.land()
    project.write("sales_202501.csv", b"receipt,line,net\nA1,1,11.00\n")
    project.land()
    project.write("sales_202501.csv", sales["sales_202501.csv"])
    assert project.land().count("replaced") == 1
    assert project.rows("select count(*) from raw.books__sales") == [(4,)]
    assert project.rows("select count(distinct batch_id), count(*) from raw.load_manifest") == [(4, 4)]


def test_batch_ids_follow_from_the_content(project: LandingProject, sales: Delivery) -> None:
    project.land()
    ids = project.rows("select batch_id from raw.load_manifest order by file_name")
    project.land(fresh=True)
    assert project.rows("select batch_id from raw.load_manifest order by file_name") == ids
    assert {len(batch_id) for (batch_id,) in ids} == {32}


def test_a_column_that_comes_later_is_added(project: LandingProject, sales: Delivery) -> None:
    project.land()
    project.write("sales_202503.csv", b"receipt,line,net,channel\nC1,1,3.00,web\n")
    project.land()
    assert project.rows("select channel from raw.books__sales order by _file_name, _row_number") == [
        *[(None,)] * 4,
        ("web",),
    ]


def test_an_optional_dataset_without_files_is_an_empty_table(project: LandingProject) -> None:
    project.dataset("returns", files="returns*.csv", columns="receipt,net\n", optional=True)
    assert project.land().outcomes == []
    assert project.rows("select receipt, net, _batch_id from raw.books__returns") == []


def test_files_nobody_asked_for_and_files_that_are_gone_are_named(project: LandingProject, sales: Delivery) -> None:
    project.land()
    (project.data / "sales_202502.csv").unlink()
    project.write("readme.txt", b"hello")
    assert project.land().notes == [
        "No dataset of this company takes readme.txt.",
        "Landed earlier and not in this folder, rows kept: sales_202502.csv.",
    ]


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "broken"])
def test_a_failure_while_writing_leaves_the_former_rows(
    project: LandingProject, sales: Delivery, monkeypatch: pytest.MonkeyPatch, is_kept: bool
) -> None:
    """The batch and its manifest line are one transaction."""
    project.land()
    if not is_kept:
        monkeypatch.setattr("plumbline.landing.stores.Batch.values", lambda _batch: ["too", "few"])
    project.write("sales_202501.csv", b"receipt,line,net\nA1,1,11.00\n")
    report = project.land_anyhow()
    assert report.count("refused") == int(not is_kept)
    found = project.rows("select net from raw.books__sales where _file_name = 'sales_202501.csv' order by net")
    assert found == ([("11.00",)] if is_kept else [("10.00",), ("20.00",)])


def test_postgres_gets_the_same_rows(
    project: LandingProject, sales: Delivery, project_on_postgres: LandingProject
) -> None:
    """Texts with commas, quotes, line ends and backslashes, and the types of Parquet, come through COPY as they are."""
    twin = project_on_postgres
    server, database = company_postgres(twin.company), postgres_database(twin.company)
    awkward = 'receipt,line,net\n"a,""b""",1,1.00\n"x\ny\\N",2,\n'
    for one in (project, twin):
        one.dataset("sales", files="sales_*.csv", key=["receipt", "line"], columns="receipt,line,net\n")
        one.dataset("facts", files="facts.parquet", format="parquet", key=["id"], columns="id,amount\n")
        for name, content in sales.items():
            one.write(name, content)
        one.write("sales_202504.csv", awkward.encode())
        parquet(one.data / "facts.parquet")
    project.land()
    assert twin.land(Engine.postgres, fresh=True).count("landed") == 4
    assert twin.land(Engine.postgres).count("unchanged") == 4
    twin.write("sales_202501.csv", b"receipt,line,net\nA1,1,11.00\n")
    project.write("sales_202501.csv", b"receipt,line,net\nA1,1,11.00\n")
    assert (project.land().count("replaced"), twin.land(Engine.postgres).count("replaced")) == (1, 1)
    queries = {
        "select receipt, line, net, _batch_id, _file_name, _row_number from raw.books__sales order by 5, 6": None,
        f"select {PARQUET_COLUMNS} from raw.books__facts order by id": PARQUET_ROWS,
        "select batch_id, dataset, file_name, row_count, sha256 from raw.load_manifest order by 3, 4": None,
    }
    session = server.connect(database)
    try:
        for sql, expected in queries.items():
            with session.cursor() as cursor:
                cursor.execute(sql)
                found: list[Any] = cursor.fetchall()
            assert found == project.rows(sql)
            assert expected is None or found == expected
    finally:
        session.close()


def test_a_locked_landing_file_is_explained(project: LandingProject, sales: Delivery) -> None:
    project.land()
    with project.held_by_another_process(), pytest.raises(Exception, match="is open in another program"):
        project.land()
    assert project.rows("select count(*) from raw.load_manifest") == [(2,)]
