"""Ledger exports of the hospital system that keeps the books of HH.

Gzipped text with vertical bars, dates like 20250131, subject codes of its own, one amount and a direction (借 or 贷);
departments by the hospital's own numbers. Voucher class 9 is the closing of profit and loss.
"""

from collections.abc import Iterator

from plumbline.demo.books import NO_UNIT, Account, Balance, Book, CashItem, Kind, Voucher
from plumbline.demo.drivers import OPENING_PERIOD, PERIODS, year_of
from plumbline.demo.files import Delivery, Row

HOSPITAL = "HHYY"
DELIMITER = "|"
DEPARTMENTS = {"H00": "100", "H10": "110", "H20": "120", "H30": "130"}
# subject code, name, class (1 assets, 2 liabilities, 3 net assets, 4 income, 5 cost), direction
CHART: dict[Account, tuple[str, str, str, str]] = {
    Account.BANK: ("1002", "银行存款", "1", "借"),
    Account.GOODS: ("1302", "库存药品及卫生材料", "1", "借"),
    Account.FIXED_ASSETS: ("1601", "固定资产", "1", "借"),
    Account.ACCUMULATED_DEPRECIATION: ("1602", "固定资产累计折旧", "1", "贷"),
    Account.INCOME_TAX_PAYABLE: ("2101", "应交所得税", "2", "贷"),
    Account.WAGES_PAYABLE: ("2201", "应付职工薪酬", "2", "贷"),
    Account.CAPITAL: ("3001", "举办者投入资本", "3", "贷"),
    Account.YEAR_PROFIT: ("3301", "本期盈余", "3", "贷"),
    Account.RETAINED: ("3201", "累计盈余", "3", "贷"),
    Account.SALES: ("4101", "门诊收入", "4", "贷"),
    Account.COST_WAGES: ("5101", "医疗成本-人员经费", "5", "借"),
    Account.COST_SUPPLIES: ("5102", "医疗成本-药品及卫生材料", "5", "借"),
    Account.ADMIN_OFFICE: ("5201", "管理费用-办公费", "5", "借"),
    Account.ADMIN_DEPRECIATION: ("5202", "管理费用-折旧费", "5", "借"),
    Account.INCOME_TAX: ("5801", "所得税费用", "5", "借"),
}
CASH_ITEMS = {
    CashItem.SALES: "A01",
    CashItem.GOODS: "A11",
    CashItem.STAFF: "A12",
    CashItem.TAX: "A13",
    CashItem.OTHER: "A19",
}
CLASSES = {Kind.RECEIPT: "1", Kind.PAYMENT: "2", Kind.TRANSFER: "3", Kind.CLOSING: "9"}
SUBJECT_COLUMNS = ("subj_code", "subj_name", "subj_class", "dc")
VOUCHER_COLUMNS = (
    "hosp_code",
    "acct_month",
    "vou_class",
    "vou_no",
    "row_id",
    "acct_date",
    "subj_code",
    "dept_no",
    "dc",
    "amt",
    "cf_code",
    "memo",
    "doc_ref",
    "maker",
    "auditor",
    "audit_time",
)
BALANCE_COLUMNS = (
    "hosp_code",
    "acct_month",
    "subj_code",
    "dept_no",
    "begin_dc",
    "begin_amt",
    "dr_amt",
    "cr_amt",
    "end_dc",
    "end_amt",
)


def write(books: dict[str, Book], delivery: Delivery) -> None:
    """The subjects once; vouchers and balances per year, the opening position as year 2023."""
    book = books["HH"]
    subjects = sorted(CHART.values())
    delivery.csv("clinic_his/gl_subjects.txt.gz", SUBJECT_COLUMNS, subjects, delimiter=DELIMITER)
    for year in sorted({year_of(period) for period in (OPENING_PERIOD, *PERIODS)}):
        periods = [period for period in (OPENING_PERIOD, *PERIODS) if year_of(period) == year]
        span = (periods[0], periods[-1])
        delivery.csv(
            f"clinic_his/gl_balances_{year}.txt.gz",
            BALANCE_COLUMNS,
            [_balance(row) for row in book.balances if row.period in periods],
            delimiter=DELIMITER,
            control_column="dr_amt",
            periods=span,
        )
        if year == year_of(OPENING_PERIOD):
            continue
        delivery.csv(
            f"clinic_his/gl_vouchers_{year}.txt.gz",
            VOUCHER_COLUMNS,
            [row for voucher in book.vouchers if voucher.period in periods for row in _voucher(voucher)],
            delimiter=DELIMITER,
            control_column="amt",
            periods=span,
        )


def _voucher(voucher: Voucher) -> Iterator[Row]:
    for number, line in enumerate(voucher.lines, start=1):
        yield (
            HOSPITAL,
            voucher.period,
            CLASSES[voucher.kind],
            voucher.number,
            number,
            voucher.posting_date.strftime("%Y%m%d"),
            CHART[line.account][0],
            DEPARTMENTS[line.unit] if line.unit else "",
            "借" if line.debit else "贷",
            f"{line.debit or line.credit:.2f}",
            CASH_ITEMS[line.cash_item] if line.cash_item else "",
            voucher.summary,
            voucher.source_doc,
            voucher.prepared_by,
            voucher.approved_by,
            voucher.posted_at.strftime("%Y%m%d%H%M%S"),
        )


def _balance(row: Balance) -> Row:
    return (
        HOSPITAL,
        row.period,
        CHART[row.account][0],
        NO_UNIT if row.unit == NO_UNIT else DEPARTMENTS[row.unit],
        "贷" if row.opening < 0 else "借",
        f"{abs(row.opening):.2f}",
        f"{row.debit:.2f}",
        f"{row.credit:.2f}",
        "贷" if row.closing < 0 else "借",
        f"{abs(row.closing):.2f}",
    )
