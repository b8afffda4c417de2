"""The demo group's subledgers: read back from the delivered files, they give the known answers of the demo company."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise, zip_longest
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from plumbline.demo import clinic, group_hr, manufacturing, membership, people, retail, subledgers
from plumbline.demo.drivers import PERIODS, bonus_accrual, month_end, store_month, store_months
from plumbline.demo.files import Delivery
from plumbline.demo.people import NOT_HEADS

D = Decimal
YTD = [period for period in PERIODS if period > 202500]
Q3 = (202507, 202508, 202509)
Rows = list[dict[str, str]]

# Typed from the description of the demo company and from the tables in the modules' first lines, not computed here.
STORE_REVENUE_YTD = dict.fromkeys(("S01", "S02", "S03", "S04", "S06", "S07", "S08"), D(6600000)) | {
    "S05": D(6348000),
    "S09": D(2500000),
}
RETAIL_REVENUE = {"2024": D(49280000), "2025": D(55048000)}
M21 = {"billed": D(11390400), "due": D(11119200), "collected": D(6893904), "open": D(6756496), "overdue": D(4225296)}
DSO = {"V110": D("109.92"), "V120": D("65.11")}
HEADS_S03 = (20, 30, 30, 30, 30, 30, 29, 29, 30, 30)
HEADS_S07 = (20, 28, 28, 28, 27, 28, 28, 28, 28, 28)
# Unit: stock-months of heads, leavers, promotions; January to September 2025.
PEOPLE = {
    **dict.fromkeys(("S01", "S02", "S04", "S05", "S06", "S08"), (D(180), 2, 1)),
    "S03": (D(263), 4, 1), "S07": (D(247), 3, 1), "S09": (D(63), 1, 0),
    "LA": (D("148.5"), 1, 1), "LB": (D("119.5"), 1, 0), "LC": (D(108), 0, 0), "M10": (D(11), 0, 0),
    "M21": (D(36), 0, 0), "M22": (D(36), 0, 1), "M23": (D(36), 0, 0), "M30": (D(25), 0, 0),
    "H10": (D(90), 0, 1), "H20": (D(90), 0, 0), "H30": (D(70), 1, 0), "C00": (D(27), 0, 1),
    "Z10": (D(36), 0, 0), "Z20": (D(35), 1, 0), "Z30": (D(36), 0, 0), "Z40": (D(36), 0, 0),
}  # fmt: skip
GROUP = (D(2593), 24, 12)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _deliver(tmp_path_factory.mktemp("first"))


def _deliver(folder: Path) -> Path:
    delivery = Delivery(folder)
    subledgers.write(delivery)
    delivery.close()
    return folder


def _csv(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> Rows:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode(encoding)), delimiter=delimiter))


def _erp(folder: Path, name: str) -> Rows:
    return _csv(folder / f"mfg_erp/{name}.csv", "utf-8-sig", ";")


def _sheet(path: Path, sheet: str) -> list[dict[str, object]]:
    header, *rows = load_workbook(path, read_only=True)[sheet].iter_rows(values_only=True)
    # A row ends with its last filled cell.
    return [dict(zip_longest(map(str, header), row)) for row in rows]


def _receipts(folder: Path, period: int) -> Rows:
    return _csv(folder / f"retail_pos/receipts_{period}.csv.gz")


def _day(text: str) -> date | None:
    return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None


def test_two_runs_write_the_same_bytes(delivered: Path, tmp_path: Path) -> None:
    again = _deliver(tmp_path)
    names = sorted(path.relative_to(delivered) for path in delivered.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [name for name in names if (delivered / name).read_bytes() != (again / name).read_bytes()] == []


def test_receipts_give_the_revenue_of_every_store(delivered: Path) -> None:
    revenue: dict[tuple[str, str], Decimal] = defaultdict(D)
    for period in PERIODS:
        if period % 100 <= 9:
            for row in _receipts(delivered, period):
                net = D(row["paid_incl_tax"]) - D(row["tax"])
                assert D(row["list_incl_tax"]) - D(row["discount_incl_tax"]) == D(row["paid_incl_tax"])
                revenue[str(period)[:4], f"S{row['store_code'][2:]}"] += net
    assert {store: amount for (year, store), amount in revenue.items() if year == "2025"} == STORE_REVENUE_YTD
    for year, expected in RETAIL_REVENUE.items():
        assert sum(amount for (found, _), amount in revenue.items() if found == year) == expected


def test_members_are_active_and_new_by_the_stated_rule(delivered: Path) -> None:
    known = {row["member_no"]: row["first_purchase_on"] for row in _csv(delivered / "retail_pos/members.csv")}
    buyers: dict[tuple[str, int], list[str]] = defaultdict(list)
    for period in PERIODS:
        for row in _receipts(delivered, period):
            assert (row["member_no"] != "") == (int(row["receipt_no"][-5:]) % 10 < 3)
            if row["member_no"]:
                buyers[row["store_code"], period].append(row["member_no"])
    for store in retail.STORES[:8]:
        seen = 0
        for period in PERIODS:
            month = store_month(store, period)
            assert month is not None
            found = buyers[retail.pos_store(store), period]
            count = 3 * (month.receipts // 10) + min(month.receipts % 10, 2)
            assert len(found) == len(set(found)) == count
            assert sum(1 for member in found if not known[member]) == (seen + count) // 5 - seen // 5
            seen += count
        quarter = [member for period in Q3 for member in buyers[retail.pos_store(store), period]]
        assert len(set(quarter)) == 150 + sum(1 for member in quarter if not known[member])
    group = [member for store in retail.STORES for period in Q3 for member in buyers[retail.pos_store(store), period]]
    # Core members of nine stores: 50 of S02 are also S01's, all of S09 are also S05's or S06's.
    assert len(set(group)) == 8 * 150 - 50 + sum(1 for member in group if not known[member])
    first_time = [member for members in buyers.values() for member in members if not known[member]]
    assert len(first_time) == len(set(first_time)) == sum(1 for first in known.values() if not first)


def test_subscriptions_agree_with_the_bills(delivered: Path) -> None:
    source = {row["member_id"]: row["signup_source"] for row in _csv(delivered / "member_sub/members.csv")}
    paying: set[str] = set()
    for period in PERIODS:
        rows = _csv(delivered / f"member_sub/subscriptions_{period}.csv.gz")
        starting = {row["member_id"] for row in rows if row["mrr_start"]}
        ending = {row["member_id"] for row in rows if row["mrr_end"]}
        assert {row["month"] for row in rows} == {f"{period // 100}-{period % 100:02d}"}
        assert len(rows) == 10200
        assert sum(D(row["mrr_start"] or 0) for row in rows) == sum(D(row["mrr_end"] or 0) for row in rows) == D(200000)
        assert {row["member_id"] for row in _csv(delivered / f"member_sub/bills_{period}.csv.gz")} == ending
        assert starting == (paying or starting)
        for members, state in ((starting - ending, "canceled"), (ending - starting, "new")):
            assert members == {row["member_id"] for row in rows if row["state"] == state}
            channels = [source[member] for member in members]
            assert (channels.count("search_ads"), channels.count("partner_app")) == (150, 50)
        paying = ending


def test_stock_rolls_and_is_what_the_ledgers_carry(delivered: Path) -> None:
    closing: dict[tuple[str, str], Decimal] = defaultdict(D)
    last: dict[tuple[str, str], Decimal] = {}
    for row in _csv(delivered / "retail_pos/stock.csv"):
        for kind in ("qty", "cost"):
            moved = D(row[f"opening_{kind}"]) + D(row[f"received_{kind}"]) - D(row[f"issued_{kind}"])
            assert moved == D(row[f"closing_{kind}"])
        place = (row["store_code"], row["article_no"])
        assert last.get(place, D(row["opening_cost"])) == D(row["opening_cost"])
        last[place] = D(row["closing_cost"])
        closing[row["store_code"], row["month"]] += D(row["closing_cost"])
    for period in PERIODS:
        for month in store_months(period):
            assert closing[retail.pos_store(month.store), str(period)] == month.closing_stock
    assert closing["HD05", "202312"] == D("1553424.66")
    for row in _erp(delivered, "stock"):
        assert D(row["ANFWERT"]) + D(row["ZUGWERT"]) - D(row["ABGWERT"]) == D(row["ENDWERT"])
    assert sum(D(row["ENDWERT"]) for row in _erp(delivered, "stock") if row["SPMON"] == "202509") == D(3000000)


def test_receivables_of_m21_are_those_of_the_finding(delivered: Path) -> None:
    end = date(2025, 9, 30)
    billing = [row for row in _erp(delivered, "billing") if not row["BARVERKAUF"]]
    payments = _erp(delivered, "payments")
    found = {key: D(0) for key in M21}
    for row in billing:
        gross = D(row["NETWR"]) + D(row["MWSBP"])
        billed, due = _day(row["FKDAT"]), _day(row["ZFBDT"])
        paid = -sum(D(payment["WRBTR"]) for payment in payments if payment["REBZG"] == row["VBELN"])
        if row["VKBUR"] != "V110" or billed is None or due is None or billed > end:
            continue
        found["billed"] += gross if billed.year == 2025 else 0
        found["due"] += gross if date(2025, 1, 1) <= due <= end else 0
        found["open"] += gross - paid
        found["overdue"] += gross - paid if due < end else 0
    collected = [row for row in payments if row["VKBUR"] == "V110" and row["AUGDT"].endswith("2025")]
    found["collected"] = -sum((D(row["WRBTR"]) for row in collected), D(0))
    assert found == M21


@pytest.mark.parametrize("office", DSO)
def test_days_sales_outstanding(delivered: Path, office: str) -> None:
    billing = [row for row in _erp(delivered, "billing") if row["VKBUR"] == office and not row["BARVERKAUF"]]
    payments = [row for row in _erp(delivered, "payments") if row["VKBUR"] == office]

    def open_items(period: int) -> Decimal:
        billed = sum(D(row["NETWR"]) + D(row["MWSBP"]) for row in billing if _period(row["FKDAT"]) <= period)
        return billed + sum(D(row["WRBTR"]) for row in payments if _period(row["AUGDT"]) <= period)

    months = [202412, *YTD]
    stock_months = sum((open_items(a) + open_items(b)) / 2 for a, b in pairwise(months))
    billed = sum(D(row["NETWR"]) + D(row["MWSBP"]) for row in billing if 202501 <= _period(row["FKDAT"]) <= 202509)
    assert round(D(365) / 12 * stock_months / billed, 2) == DSO[office]


def _period(text: str) -> int:
    return int(text[6:] + text[3:5])


def test_m22_wins_thirty_customers_and_m21_takes_back_what_it_sold(delivered: Path) -> None:
    billing = _erp(delivered, "billing")
    known = {row["KUNNR"]: row["KUNDE_SEIT"] for row in _erp(delivered, "customers")}
    new = [row for row in billing if not known[row["KUNAG"]]]
    assert len({row["KUNAG"] for row in new}) == len(new) == 30
    assert sum(D(row["NETWR"]) for row in new) == D(480000)
    assert {_period(row["FKDAT"]) for row in new} == set(Q3)
    returns = [row for row in billing if row["FKART"] == "G2"]
    assert len(returns) == len(PERIODS)
    originals = {row["VBELN"]: row for row in billing}
    for row in returns:
        assert row["AUGRU"]
        assert originals[row["VGBEL"]]["NETWR"] == row["NETWR"]
    for period in YTD:
        signs = {"F2": 1, "G2": -1}
        month = [row for row in billing if _period(row["FKDAT"]) == period]
        net = sum(signs[row["FKART"]] * D(row["NETWR"]) * D(row["KURRF"]) for row in month)
        cost = sum(signs[row["FKART"]] * D(row["WAVWR"]) for row in month)
        issued = [row for row in _erp(delivered, "stock") if row["SPMON"] == str(period) and row["MATNR"][:2] != "RM"]
        assert net == D(1120000 + 980000 + 828000)
        assert cost == sum(D(row["ABGWERT"]) for row in issued)


def test_subscribers_are_ten_thousand_a_month(delivered: Path) -> None:
    first = {row["member_id"]: row["first_billed_on"] for row in _csv(delivered / "member_sub/members.csv")}
    months = {period: _csv(delivered / f"member_sub/bills_{period}.csv.gz") for period in PERIODS}
    members = {period: {row["member_id"] for row in rows} for period, rows in months.items()}
    seen: set[str] = set()
    for period, rows in months.items():
        assert len(rows) == len(members[period]) == 10000
        assert sum(D(row["amount"]) for row in rows) == D(200000)
        assert sum(1 for member in members[period] - seen if not first[member]) == 200
        seen |= members[period]
    assert len(set().union(*(members[period] for period in Q3))) == 10400
    assert len(set().union(*(members[period] for period in YTD))) == 11600


def test_charges_are_visits_at_their_price(delivered: Path) -> None:
    revenue: dict[tuple[int, str], Decimal] = defaultdict(D)
    for year in (2024, 2025):
        table = pq.read_table(
            delivered / f"clinic_his/charges_{year}.parquet", columns=["visited_at", "dept_code", "charged"]
        )
        for row in table.to_pylist():
            revenue[row["visited_at"].year * 100 + row["visited_at"].month, row["dept_code"]] += row["charged"]
    for period in PERIODS:
        children = D(324000) if period >= 202504 else D(270000)
        assert [revenue[period, code] for code in ("0101", "0205", "0110")] == [D(400000), D(480000), children]


def test_patients_are_active_by_the_stated_rule() -> None:
    quarter_of: dict[str, set[str]] = {}
    for department, core in clinic.CORE_PATIENTS.items():
        monthly: dict[int, list[str]] = defaultdict(list)
        for period, _, _, patient, _ in clinic.visits(department):
            monthly[period].append(patient)
        for period in PERIODS:
            assert len(set(monthly[period])) == len(monthly[period])
        quarter = {patient for period in Q3 for patient in monthly[period]}
        new = sum(len(monthly[period]) for period in Q3) // 20
        assert len(quarter) == core + new
        quarter_of[department] = quarter
    assert sum(map(len, quarter_of.values())) - len(set().union(*quarter_of.values())) == 300


def _payslips(folder: Path) -> Iterator[dict[str, object]]:
    for year in (2024, 2025):
        yield from _sheet(folder / f"group_hr/payroll_{year}.xlsx", "工资表")


def test_payroll_is_hours_times_thirty_and_the_bonus_is_inside(delivered: Path) -> None:
    cost: dict[tuple[int, str], Decimal] = defaultdict(D)
    bonus: dict[int, Decimal] = defaultdict(D)
    for row in _payslips(delivered):
        period = int(str(row["归属月份"])[:4] + str(row["归属月份"])[5:7])
        cost[period, str(row["成本部门"])[3:]] += D(str(row["基本工资"])) + D(str(row["奖金"]))
        bonus[period] += D(str(row["奖金"]))
    for period in PERIODS:
        assert bonus[period] == bonus_accrual(period)
        for month in store_months(period):
            assert cost[period, month.store] == month.hours * 30
    assert sum(cost[period, "S03"] for period in YTD) == D(1188000)
    assert sum(amount for (period, unit), amount in cost.items() if unit[0] == "S" and period in YTD) == D(7398600)
    for unit, amount in {"M21": 60000, "M30": 60000, "H10": 130000, "C00": 30000, "Z40": 50000}.items():
        assert {cost[period, unit] for period in PERIODS} == {D(amount)}
    assert not {unit for _, unit in cost} & {"R00", "R10", "R20", "M00", "M10", "H00", "Z00"}


def test_heads_leavers_and_promotions_are_the_worked_ones(delivered: Path) -> None:
    staff = {row["工号"]: row for row in _sheet(delivered / "group_hr/roster.xlsx", "员工花名册")}
    excluded = {group_hr.EMPLOYMENT[kind] for kind in NOT_HEADS}
    jobs = [row for row in _sheet(delivered / "group_hr/assignments.xlsx", "任职记录")
            if staff[row["工号"]]["用工形式"] not in excluded]  # fmt: skip

    def heads(unit: str, period: int) -> int:
        end = month_end(period)
        return sum(
            1
            for row in jobs
            if str(row["部门编码"])[3:] == unit
            and _as_date(row["开始日期"]) <= end
            and (row["结束日期"] is None or _as_date(row["结束日期"]) >= end)
            and (staff[row["工号"]]["离职日期"] is None or _as_date(staff[row["工号"]]["离职日期"]) > end)
        )

    first, last = date(2025, 1, 1), date(2025, 9, 30)
    found = {}
    for unit in PEOPLE:
        closings = [heads(unit, period) for period in (202412, *YTD)]
        stock_months = sum((D(a + b) / 2 for a, b in pairwise(closings)), D(0))
        latest = {row["工号"]: row for row in jobs}
        leavers = sum(
            1
            for number, row in latest.items()
            if str(row["部门编码"])[3:] == unit
            and staff[number]["离职日期"] is not None
            and first <= _as_date(staff[number]["离职日期"]) <= last
        )
        promotions = sum(
            1
            for row in jobs
            if str(row["部门编码"])[3:] == unit
            and row["异动类型"] == "晋升"
            and first <= _as_date(row["开始日期"]) <= last
        )
        found[unit] = (stock_months, leavers, promotions)
        expected = {"S03": HEADS_S03, "S07": HEADS_S07}.get(unit)
        assert expected is None or tuple(closings) == expected
    assert found == PEOPLE
    assert tuple(map(sum, zip(*found.values(), strict=True))) == GROUP


def _as_date(value: object) -> date:
    assert isinstance(value, date)
    return date(value.year, value.month, value.day)


def test_assignments_of_a_person_follow_one_another() -> None:
    by_person: dict[str, list[people.Assignment]] = defaultdict(list)
    for row in people.roster().assignments:
        by_person[row.employee_id].append(row)
    for employee_id, rows in by_person.items():
        person = people.roster().employees[employee_id]
        assert rows[0].valid_from == person.hire_date
        assert all(before.valid_to == after.valid_from for before, after in pairwise(rows))
        assert (rows[-1].valid_to == people.FAR_FUTURE) == (person.leave_date is None)


@pytest.fixture(scope="module")
def workbook(delivered: Path) -> Path:
    return delivered / "group_planning/planning.xlsx"


def test_the_organisation_moves_s08_and_opens_s09(workbook: Path) -> None:
    units = _sheet(workbook, "组织架构")
    places = [(row["生效日期"], row["失效日期"], row["上级编码"]) for row in units if row["组织编码"] == "S08"]
    assert places == [("2020-01-01", "2025-07-01", "R10"), ("2025-07-01", "9999-12-31", "R20")]
    assert [row["生效日期"] for row in units if row["组织编码"] == "S09"] == ["2025-05-01"]
    assert len({row["组织编码"] for row in units}) == 34
    assert all(row["负责人工号"] for row in units)
    balances = _sheet(workbook, "抵销余额")
    assert len(balances) == 2 * 22
    assert {row["科目编码"]: D(str(row["期末借方余额"])) for row in balances} == {
        "EL-1511": D(-28500000),
        "EL-4001": D(28500000),
    }


def test_budgets_are_met_exactly_by_those_who_kept_their_hours(workbook: Path) -> None:
    budget: dict[tuple[str, str], Decimal] = defaultdict(D)
    for row in _sheet(workbook, "预算"):
        if row["版本"] == "2025B0" and int(str(row["期间"])) in YTD:
            budget[str(row["组织编码"]), str(row["项目"])] += D(str(row["金额"]))
    assert budget["R00", "BONUS"] == D(900000)
    spent: dict[str, Decimal] = defaultdict(D)
    for period in YTD:
        for row in store_months(period):
            spent[row.store] += row.labour + row.rent + row.utilities + row.depreciation
    executed = {store: spent[store] / budget[store, "SELL_EXP"] for store in retail.STORES}
    assert executed == dict.fromkeys(retail.STORES, D(1)) | {"S03": D("1.34375"), "S07": D("1.2921875")}
    assert budget["M30", "RD_EXP"] == D(1200000)
    assert budget["S09", "REV_MAIN"] == D(2500000)


def test_targets_add_up_over_months_and_weights_to_one(workbook: Path) -> None:
    months: dict[tuple[object, object], Decimal] = defaultdict(D)
    years: dict[tuple[object, object], Decimal] = {}
    for row in _sheet(workbook, "指标目标"):
        key, value = (row["指标编码"], row["组织编码"]), D(str(row["目标值"]))
        if row["周期"] == "年":
            years[key] = value
        else:
            months[key] += value
    flows = ("revenue", "new_customers", "new_customer_revenue")
    assert all(years[key] == total for key, total in months.items() if key[0] in flows)
    assert years["revenue", "R00"] == D(78500000)
    assert years["revenue", "M00"] - years["revenue", "M20"] == D(800000)
    assert years["revenue", "M20"] == sum(years["revenue", unit] for unit in ("M21", "M22", "M23")) == D(35200000)
    assert (years["new_customers", "M22"], years["new_customer_revenue", "M22"]) == (D(20), D(1200000))
    weights: dict[object, Decimal] = defaultdict(D)
    for row in _sheet(workbook, "考核表"):
        weights[row["考核表"]] += D(str(row["权重"]))
    assert set(weights.values()) == {D(1)}


def test_mapping_seeds_know_every_code_of_the_exports() -> None:
    seeds = Path(__file__).parents[2] / "seeds/demo"

    def mapping(system: str, name: str) -> dict[str, str]:
        header, *rows = csv.reader((seeds / system / f"{system}__{name}.csv").open(encoding="utf-8"))
        return {row[0]: row[header.index("org_id") if "org_id" in header else 1] for row in rows}

    assert mapping("retail_pos", "stores") == {retail.pos_store(store): store for store in retail.STORES}
    assert mapping("mfg_erp", "sales_offices") == {code: unit for unit, code in manufacturing.SALES_OFFICE.items()}
    assert mapping("clinic_his", "departments") == {code: unit for unit, code in clinic.DEPARTMENT_CODE.items()}
    assert mapping("clinic_his", "doctors") == {
        clinic.doctor_code(unit, position): employee
        for unit in people.DOCTORS
        for position, employee in enumerate(people.doctors(unit))
    }
    staffed = {row.unit for row in people.roster().assignments}
    assert mapping("group_hr", "departments") == {group_hr.department_code(unit): unit for unit in staffed}
    assert mapping("member_sub", "signup_sources") == {v: k for k, v in membership.SOURCE_OF_CHANNEL.items()}
