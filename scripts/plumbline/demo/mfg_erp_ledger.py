"""Ledger exports of the manufacturing ERP that keeps the books of HM.

UTF-8 with byte-order mark, semicolons, dates like 31.01.2025, account and cost-centre numbers of its own, one signed
amount column (debit +, credit -); a reversal (storno) stays on the side of what it reverses. Credits of the balance
list are negative.
"""

from collections.abc import Iterator

from plumbline.demo.books import NO_UNIT, Account, Balance, Book, CashItem, Kind, Voucher
from plumbline.demo.drivers import OPENING_PERIOD, PERIODS, month_of, year_of
from plumbline.demo.files import Delivery, Row

ENCODING = "utf-8-sig"
DELIMITER = ";"
COMPANIES = {"HR": "1000", "HM": "2000"}
COST_CENTRES = {
    "M00": "2000",
    "M10": "2100",
    "LA": "2110",
    "LB": "2120",
    "LC": "2130",
    "M21": "2210",
    "M22": "2220",
    "M23": "2230",
    "M30": "2300",
}
# number, text, balance sheet (B) or profit and loss (P)
CHART: dict[Account, tuple[str, str, str]] = {
    Account.BANK: ("113100", "Bank", "B"),
    Account.RECEIVABLES: ("140000", "Trade receivables", "B"),
    Account.OTHER_RECEIVABLES: ("141500", "Receivables from affiliates", "B"),
    Account.FIXED_ASSETS: ("210000", "Plant and machinery", "B"),
    Account.ACCUMULATED_DEPRECIATION: ("219000", "Accumulated depreciation", "B"),
    Account.RAW_MATERIAL: ("300000", "Raw materials", "B"),
    Account.GOODS: ("310000", "Finished goods", "B"),
    Account.WIP_MATERIAL: ("320100", "Work in progress, material", "B"),
    Account.WIP_LABOUR: ("320200", "Work in progress, direct labour", "B"),
    Account.WIP_OVERHEAD: ("320300", "Work in progress, overhead", "B"),
    Account.OVERHEAD_DEPRECIATION: ("330100", "Plant overhead, depreciation", "B"),
    Account.OVERHEAD_OTHER: ("330200", "Plant overhead, other", "B"),
    Account.PAYABLES: ("160000", "Trade payables", "B"),
    Account.WAGES_PAYABLE: ("175000", "Wages payable", "B"),
    Account.VAT: ("176000", "Value added tax", "B"),
    Account.SURCHARGE_PAYABLE: ("176100", "Surcharges payable", "B"),
    Account.INCOME_TAX_PAYABLE: ("176200", "Income tax payable", "B"),
    Account.CAPITAL: ("700000", "Paid-in capital", "B"),
    Account.YEAR_PROFIT: ("790000", "Profit of the year", "B"),
    Account.RETAINED: ("791000", "Retained earnings", "B"),
    Account.SALES: ("400100", "Product sales", "P"),
    Account.SERVICE_REVENUE: ("400900", "Group services rendered", "P"),
    Account.COST_OF_SALES: ("500100", "Cost of goods sold", "P"),
    Account.SURCHARGES: ("505000", "Taxes and surcharges", "P"),
    Account.SELLING_WAGES: ("610100", "Selling, wages", "P"),
    Account.ADMIN_OFFICE: ("620200", "Administration, office", "P"),
    Account.ADMIN_DEPRECIATION: ("620300", "Administration, depreciation", "P"),
    Account.RD_WAGES: ("630100", "Development, wages", "P"),
    Account.RD_EXTERNAL: ("630200", "Development, external", "P"),
    Account.FX_DIFFERENCE: ("640300", "Exchange differences", "P"),
    Account.INCOME_TAX: ("690000", "Income tax", "P"),
}
CASH_ITEMS = {
    CashItem.SALES: "110",
    CashItem.GOODS: "210",
    CashItem.STAFF: "220",
    CashItem.TAX: "230",
    CashItem.OTHER: "290",
    CashItem.CAPEX: "410",
    CashItem.FINANCING: "620",
}
# Document type and the first two digits of its number range.
KINDS = {
    Kind.RECEIPT: ("DZ", "14"),
    Kind.PAYMENT: ("KZ", "15"),
    Kind.TRANSFER: ("SA", "10"),
    Kind.CLOSING: ("CL", "90"),
}
ACCOUNT_COLUMNS = ("Account", "Description", "StatementType")
JOURNAL_COLUMNS = (
    "CompanyCode",
    "FiscalYear",
    "Period",
    "DocumentNo",
    "Item",
    "DocType",
    "PostingDate",
    "EntryTime",
    "Account",
    "CostCenter",
    "AmountLC",
    "Currency",
    "AmountTC",
    "Storno",
    "CashFlowCode",
    "TradingPartner",
    "Customer",
    "Vendor",
    "Material",
    "WBS",
    "Reference",
    "Text",
    "EnteredBy",
    "ReleasedBy",
)
BALANCE_COLUMNS = (
    "CompanyCode",
    "FiscalYear",
    "Period",
    "Account",
    "CostCenter",
    "OpeningBalance",
    "Debits",
    "Credits",
    "ClosingBalance",
)


def write(books: dict[str, Book], delivery: Delivery) -> None:
    """The chart once; journal and balance list per year, the opening position as year 2023."""
    book = books["HM"]
    chart = [(number, text, kind) for number, text, kind in sorted(CHART.values())]
    delivery.csv("mfg_erp/gl_accounts.csv", ACCOUNT_COLUMNS, chart, encoding=ENCODING, delimiter=DELIMITER)
    for year in sorted({year_of(period) for period in (OPENING_PERIOD, *PERIODS)}):
        periods = [period for period in (OPENING_PERIOD, *PERIODS) if year_of(period) == year]
        span = (periods[0], periods[-1])
        delivery.csv(
            f"mfg_erp/gl_balances_{year}.csv",
            BALANCE_COLUMNS,
            [_balance(row) for row in book.balances if row.period in periods],
            encoding=ENCODING,
            delimiter=DELIMITER,
            control_column="Debits",
            periods=span,
        )
        if year == year_of(OPENING_PERIOD):
            continue
        delivery.csv(
            f"mfg_erp/gl_journal_{year}.csv",
            JOURNAL_COLUMNS,
            [row for voucher in book.vouchers if voucher.period in periods for row in _document(voucher)],
            encoding=ENCODING,
            delimiter=DELIMITER,
            control_column="AmountLC",
            periods=span,
        )


def _document(voucher: Voucher) -> Iterator[Row]:
    doc_type, number_range = KINDS[voucher.kind]
    month = f"{month_of(voucher.period):02d}"
    for item, line in enumerate(voucher.lines, start=1):
        txn_amount = line.amount if line.txn_amount is None else line.txn_amount
        yield (
            COMPANIES[voucher.entity],
            year_of(voucher.period),
            month,
            f"{number_range}{month}{voucher.number:06d}",
            item,
            doc_type,
            voucher.posting_date.strftime("%d.%m.%Y"),
            voucher.posted_at.strftime("%d.%m.%Y %H:%M:%S"),
            CHART[line.account][0],
            COST_CENTRES[line.unit] if line.unit else "",
            f"{line.amount:.2f}",
            line.currency,
            f"{txn_amount:.2f}",
            "X" if line.red else "",
            CASH_ITEMS[line.cash_item] if line.cash_item else "",
            COMPANIES[line.partner] if line.partner else "",
            line.customer,
            line.supplier,
            line.product,
            line.project,
            voucher.source_doc,
            voucher.summary,
            voucher.prepared_by,
            voucher.approved_by,
        )


def _balance(row: Balance) -> Row:
    return (
        COMPANIES[row.entity],
        year_of(row.period),
        f"{month_of(row.period):02d}",
        CHART[row.account][0],
        NO_UNIT if row.unit == NO_UNIT else COST_CENTRES[row.unit],
        f"{row.opening:.2f}",
        f"{row.debit:.2f}",
        f"{-row.credit:.2f}",
        f"{row.closing:.2f}",
    )
