"""The ledgers of the demo group: what each of the five legal entities posts in a month, derived from the drivers.

`group_books()` gives the finished books of HR (retail), HM (manufacturing), HH (clinic), HC (membership) and HG (head
office) for 202401-202509, opened with the position of 2023-12-31.
"""

from decimal import Decimal
from functools import cache

from plumbline.demo import drivers
from plumbline.demo.books import Account, Book, CashItem, cr, dr
from plumbline.demo.drivers import Money, cents
from plumbline.demo.ledger_manufacturing import manufacturing_month, manufacturing_opening
from plumbline.demo.ledger_postings import accrue_taxes, pay_suppliers, pay_wages, post_office_cost, settle_taxes
from plumbline.demo.projects import CAPEX_PROJECT

STAFF = {
    "HR": ("周敏", "陈静"),
    "HM": ("吴磊", "何志强"),
    "HH": ("林婉", "郑国栋"),
    "HC": ("徐佳", "孙丽"),
    "HG": ("马超", "高文"),
}
HOME_UNIT = {"HR": "R00", "HM": "M00", "HH": "H00", "HC": "C00", "HG": "Z10"}
LAST_YEAR_PAYROLL_DAY = 20


@cache
def group_books() -> dict[str, Book]:
    """The finished books by entity."""
    books = {entity: Book(entity, clerk, controller) for entity, (clerk, controller) in STAFF.items()}
    for entity, book in books.items():
        book.open(_OPENINGS[entity]())
    for period in drivers.PERIODS:
        for entity, book in books.items():
            settle_taxes(book, period)
            _MONTHS[entity](book, period)
            accrue_taxes(book, period, HOME_UNIT[entity])
            book.finish(period)
    return books


def _fixed_assets(cost: int) -> dict[Account, Money]:
    """At cost, two of ten years depreciated."""
    return {Account.FIXED_ASSETS: Decimal(cost), Account.ACCUMULATED_DEPRECIATION: -Decimal(cost) / 5}


# --- HR: retail ----------------------------------------------------------------------------------------------------
def _retail_opening() -> dict[Account, Money]:
    stores = drivers.store_months(drivers.OPENING_PERIOD)
    purchases = sum((row.purchases for row in stores), drivers.ZERO)
    output_tax = sum((row.tax for row in stores), drivers.ZERO)
    input_tax = cents(purchases * drivers.RETAIL_VAT)
    return {
        Account.BANK: Decimal(8000000),
        Account.GOODS: sum((row.closing_stock for row in stores), drivers.ZERO),
        **_fixed_assets(9600000),
        Account.PAYABLES: -(purchases + input_tax),
        Account.VAT: input_tax - output_tax,
        Account.BONUS_PAYABLE: -drivers.BONUS_PAID_EACH_FEBRUARY,
        Account.CAPITAL: Decimal(-10000000),
    }


def _retail_month(book: Book, period: int) -> None:
    pay_suppliers(book, period)
    for row in drivers.store_months(period):
        _store_trade(book, row)
        _store_cost(book, row)
    if period == 202411:
        book.post(
            28,
            "红字更正 S07 误记租金(应记 S06)",
            "MEMO-HR-202411-01",
            dr(Account.SELLING_RENT, Decimal(-25000), "S07", red=True),
            dr(Account.SELLING_RENT, Decimal(25000), "S06"),
        )
    pay_wages(book, period)
    if drivers.month_of(period) == 2:
        bonus = drivers.BONUS_PAID_EACH_FEBRUARY
        book.post(
            LAST_YEAR_PAYROLL_DAY,
            "发放上年度奖金",
            f"BONUS-HR-{drivers.year_of(period) - 1}",
            dr(Account.BONUS_PAYABLE, bonus, cash_item=CashItem.STAFF),
            cr(Account.BANK, bonus),
        )
    if period == drivers.S09_CAPEX_PERIOD:
        book.post(
            22,
            "购置 S09 门店装修及设备",
            f"CAPEX-S09-{period}",
            dr(Account.FIXED_ASSETS, drivers.S09_CAPEX, cash_item=CashItem.CAPEX, project=CAPEX_PROJECT),
            cr(Account.BANK, drivers.S09_CAPEX),
        )
    charge = drivers.intercompany_booked_by_retail(period)
    book.post(
        26,
        "支付制造事业部服务费",
        f"IC-HM-HR-{period}",
        dr(Account.ADMIN_SERVICE, charge, "R00", cash_item=CashItem.OTHER, partner="HM"),
        cr(Account.BANK, charge),
    )


def _store_trade(book: Book, row: drivers.StoreMonth) -> None:
    store, period = row.store, row.period
    pos = drivers.pos_document(store, period)
    book.post(
        31,
        f"{store} 门店销售",
        pos,
        dr(Account.BANK, row.revenue + row.tax),
        cr(Account.SALES, row.revenue, store, cash_item=CashItem.SALES),
        cr(Account.VAT, row.tax, cash_item=CashItem.SALES),
    )
    book.post(31, f"{store} 结转销售成本", pos, dr(Account.COST_OF_SALES, row.cost, store), cr(Account.GOODS, row.cost))
    tax = cents(row.purchases * drivers.RETAIL_VAT)
    book.post(
        12,
        f"{store} 商品采购入库",
        drivers.purchase_document(store, period),
        dr(Account.GOODS, row.purchases),
        dr(Account.VAT, tax),
        cr(Account.PAYABLES, row.purchases + tax, supplier="GYS-0001"),
    )


def _store_cost(book: Book, row: drivers.StoreMonth) -> None:
    store, period = row.store, row.period
    book.post(
        25,
        f"{store} 计提工资及奖金",
        drivers.payroll_run("HR", period),
        dr(Account.SELLING_WAGES, row.base_pay, store),
        dr(Account.SELLING_BONUS, row.bonus, store),
        cr(Account.WAGES_PAYABLE, row.base_pay),
        cr(Account.BONUS_PAYABLE, row.bonus),
    )
    # One rent was booked on the wrong store; a red-letter voucher corrects it in the same month.
    unit = "S07" if (store, period) == ("S06", 202411) else store
    book.post(
        5,
        f"{unit} 门店租金及水电",
        f"LEASE-{store}-{period}",
        dr(Account.SELLING_RENT, row.rent, unit, cash_item=CashItem.OTHER),
        dr(Account.SELLING_UTILITIES, row.utilities, store, cash_item=CashItem.OTHER),
        cr(Account.BANK, row.rent + row.utilities),
    )
    book.post(
        31,
        f"{store} 计提折旧",
        f"DEP-HR-{period}",
        dr(Account.SELLING_DEPRECIATION, row.depreciation, store),
        cr(Account.ACCUMULATED_DEPRECIATION, row.depreciation),
    )


# --- HH: clinic ----------------------------------------------------------------------------------------------------
def _clinic_opening() -> dict[Account, Money]:
    return {
        Account.BANK: Decimal(3000000),
        Account.GOODS: drivers.CLINIC_STOCK,
        **_fixed_assets(2400000),
        Account.CAPITAL: Decimal(-3000000),
    }


def _clinic_month(book: Book, period: int) -> None:
    for row in drivers.clinic_months(period):
        unit = row.department
        book.post(
            31,
            f"{unit} 门诊收入",
            f"CHARGE-{unit}-{period}",
            dr(Account.BANK, row.revenue),
            cr(Account.SALES, row.revenue, unit, cash_item=CashItem.SALES),
        )
        book.post(
            10,
            f"{unit} 采购药品耗材",
            f"PO-{unit}-{period}",
            dr(Account.GOODS, row.supplies, cash_item=CashItem.GOODS, supplier="GYS-2001"),
            cr(Account.BANK, row.supplies),
        )
        book.post(
            31,
            f"{unit} 领用药品耗材",
            f"ISSUE-{unit}-{period}",
            dr(Account.COST_SUPPLIES, row.supplies, unit),
            cr(Account.GOODS, row.supplies),
        )
        book.post(
            25,
            f"{unit} 计提工资",
            drivers.payroll_run("HH", period),
            dr(Account.COST_WAGES, row.payroll, unit),
            cr(Account.WAGES_PAYABLE, row.payroll),
        )
    pay_wages(book, period)
    post_office_cost(book, period, "H00")


# --- HC: membership ------------------------------------------------------------------------------------------------
def _membership_opening() -> dict[Account, Money]:
    tax = cents(drivers.MEMBERSHIP.revenue * drivers.MEMBERSHIP.vat_rate)
    return {Account.BANK: Decimal(1000000), Account.VAT: -tax, Account.CAPITAL: Decimal(-500000)}


def _membership_month(book: Book, period: int) -> None:
    club = drivers.MEMBERSHIP
    tax = cents(club.revenue * club.vat_rate)
    book.post(
        31,
        "会员订阅收入",
        f"SUB-C00-{period}",
        dr(Account.BANK, club.revenue + tax),
        cr(Account.SALES, club.revenue, "C00", cash_item=CashItem.SALES),
        cr(Account.VAT, tax, cash_item=CashItem.SALES),
    )
    book.post(
        16,
        "支付平台服务成本",
        f"HOST-C00-{period}",
        dr(Account.COST_OF_SERVICE, club.service_cost, "C00", cash_item=CashItem.GOODS, supplier="GYS-3001"),
        cr(Account.BANK, club.service_cost),
    )
    for channel, spend in club.marketing_by_channel:
        book.post(
            20,
            f"渠道 {channel} 拉新推广费",
            f"ADS-{channel}-{period}",
            dr(Account.SELLING_PROMOTION, spend, "C00", cash_item=CashItem.OTHER, supplier=f"GYS-31{channel}"),
            cr(Account.BANK, spend),
        )
    book.post(
        25,
        "计提工资",
        drivers.payroll_run("HC", period),
        dr(Account.ADMIN_WAGES, club.payroll, "C00"),
        cr(Account.WAGES_PAYABLE, club.payroll),
    )
    pay_wages(book, period)


# --- HG: head office -----------------------------------------------------------------------------------------------
def _head_office_opening() -> dict[Account, Money]:
    return {
        Account.BANK: Decimal(10000000),
        **_fixed_assets(1200000),
        Account.INVESTMENTS: Decimal(28500000),
        Account.SHORT_LOAN: Decimal(-10000000),
        Account.LONG_LOAN: Decimal(-20000000),
        Account.CAPITAL: Decimal(-8000000),
    }


def _head_office_month(book: Book, period: int) -> None:
    office = drivers.HEAD_OFFICE
    for unit in office.departments:
        book.post(
            25,
            f"{unit} 计提工资",
            drivers.payroll_run("HG", period),
            dr(Account.ADMIN_WAGES, office.payroll, unit),
            cr(Account.WAGES_PAYABLE, office.payroll),
        )
    pay_wages(book, period)
    payments = (
        (5, "支付办公楼租金", "LEASE", Account.ADMIN_RENT, office.rent, "Z10", CashItem.OTHER),
        (15, "支付品牌推广费", "BRAND", Account.SELLING_BRAND, office.brand_marketing, "Z30", CashItem.OTHER),
        (21, "支付借款利息", "LOAN", Account.INTEREST, office.interest, "Z10", CashItem.FINANCING),
    )
    for day, summary, prefix, account, amount, unit, item in payments:
        line = dr(account, amount, unit, cash_item=item)
        book.post(day, summary, f"{prefix}-HG-{period}", line, cr(Account.BANK, amount))
    book.post(
        31,
        "计提折旧",
        f"DEP-HG-{period}",
        dr(Account.ADMIN_DEPRECIATION, office.depreciation, "Z10"),
        cr(Account.ACCUMULATED_DEPRECIATION, office.depreciation),
    )


_OPENINGS = {
    "HR": _retail_opening,
    "HM": manufacturing_opening,
    "HH": _clinic_opening,
    "HC": _membership_opening,
    "HG": _head_office_opening,
}
_MONTHS = {
    "HR": _retail_month,
    "HM": manufacturing_month,
    "HH": _clinic_month,
    "HC": _membership_month,
    "HG": _head_office_month,
}
