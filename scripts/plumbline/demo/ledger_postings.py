"""Postings that several entities of the demo group make in the same way: taxes, suppliers, wages, office cost."""

from decimal import Decimal

from plumbline.demo import drivers
from plumbline.demo.books import Account, Book, CashItem, Line, cr, dr
from plumbline.demo.drivers import cents

SURCHARGE_RATE = Decimal("0.12")
INCOME_TAX_RATE = Decimal("0.25")


def settle_taxes(book: Book, period: int) -> None:
    """Pay (or get back) what was owed at the end of last month."""
    for account, name in (
        (Account.VAT, "增值税"),
        (Account.SURCHARGE_PAYABLE, "附加税费"),
        (Account.INCOME_TAX_PAYABLE, "企业所得税"),
    ):
        owed = -book.balance(account)
        line = dr(account, owed, cash_item=CashItem.TAX)
        bank = cr(Account.BANK, owed)
        if owed < 0:
            line, bank = cr(account, -owed, cash_item=CashItem.TAX), dr(Account.BANK, -owed)
        book.post(10, f"缴纳上月{name}", f"TAX-{book.entity}-{drivers.shift(period, -1)}", line, bank)


def accrue_taxes(book: Book, period: int, unit: str) -> None:
    """Surcharge on the month's VAT, then income tax on the cumulative profit of the year, where it is positive."""
    document = f"TAX-{book.entity}-{period}"
    surcharge = cents(-book.balance(Account.VAT) * SURCHARGE_RATE)
    lines = _accrual(Account.SURCHARGES, Account.SURCHARGE_PAYABLE, surcharge, unit)
    book.post(31, "计提附加税费", document, *lines)
    tax = book.income_tax_due(INCOME_TAX_RATE, period)
    book.post(31, "计提企业所得税", document, *_accrual(Account.INCOME_TAX, Account.INCOME_TAX_PAYABLE, tax, unit))


def _accrual(expense: Account, liability: Account, amount: Decimal, unit: str) -> tuple[Line, Line]:
    if amount >= 0:
        return dr(expense, amount, unit), cr(liability, amount)
    return dr(liability, -amount), cr(expense, -amount, unit)


def pay_suppliers(book: Book, period: int) -> None:
    """Pay last month's purchases."""
    owed = -book.balance(Account.PAYABLES)
    supplier = {"HR": "GYS-0001", "HM": "GYS-1001"}[book.entity]
    book.post(
        8,
        "支付上月货款",
        f"PMT-{book.entity}-{period}",
        dr(Account.PAYABLES, owed, cash_item=CashItem.GOODS, supplier=supplier),
        cr(Account.BANK, owed),
    )


def pay_wages(book: Book, period: int) -> None:
    """Pay the wages accrued in the month; bonuses stay accrued."""
    owed = -book.balance(Account.WAGES_PAYABLE)
    document = drivers.payroll_run(book.entity, period)
    book.post(
        28, "发放本月工资", document, dr(Account.WAGES_PAYABLE, owed, cash_item=CashItem.STAFF), cr(Account.BANK, owed)
    )


def post_office_cost(book: Book, period: int, unit: str) -> None:
    """Office cost and depreciation of a business unit's head."""
    book.post(
        18,
        "支付行政办公费",
        f"OFFICE-{book.entity}-{period}",
        dr(Account.ADMIN_OFFICE, drivers.ADMIN_CASH, unit, cash_item=CashItem.OTHER),
        cr(Account.BANK, drivers.ADMIN_CASH),
    )
    book.post(
        31,
        "计提行政折旧",
        f"DEP-{book.entity}-{period}",
        dr(Account.ADMIN_DEPRECIATION, drivers.ADMIN_DEPRECIATION, unit),
        cr(Account.ACCUMULATED_DEPRECIATION, drivers.ADMIN_DEPRECIATION),
    )
