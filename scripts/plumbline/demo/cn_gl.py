"""Exports of the Chinese accounting package that keeps the books of HR, HC and HG.

GB18030, Chinese headers, one debit and one credit column (empty when there is nothing on that side), amounts with
thousands separators, dates like 2025年01月31日, balances as a side and an absolute amount, ledger sets and departments
by numbers of their own.
"""

from collections.abc import Iterator
from decimal import Decimal

from plumbline.demo.books import NO_UNIT, Account, Balance, Book, CashItem, Kind, Line, Voucher
from plumbline.demo.drivers import OPENING_PERIOD, PERIODS, ZERO, month_of, year_of
from plumbline.demo.files import Cell, Delivery, Row

ENCODING = "gb18030"
LEDGER_SETS = {"HR": "001", "HM": "002", "HH": "003", "HC": "004", "HG": "005"}
KEPT_HERE = ("HR", "HC", "HG")
DEPARTMENTS = {
    "R00": "01",
    **{f"S{number:02d}": f"01{number:02d}" for number in range(1, 10)},
    "C00": "04",
    **{f"Z{number}0": f"090{number}" for number in range(1, 5)},
}
# code, name, class, side; accounts that are posted to say what they are.
CHART: tuple[tuple[str, str, str, str, Account | None], ...] = (
    ("1002", "银行存款", "资产", "借", Account.BANK),
    ("1405", "库存商品", "资产", "借", Account.GOODS),
    ("1511", "长期股权投资", "资产", "借", Account.INVESTMENTS),
    ("1601", "固定资产", "资产", "借", Account.FIXED_ASSETS),
    ("1602", "累计折旧", "资产", "贷", Account.ACCUMULATED_DEPRECIATION),
    ("2001", "短期借款", "负债", "贷", Account.SHORT_LOAN),
    ("2202", "应付账款", "负债", "贷", Account.PAYABLES),
    ("2211", "应付职工薪酬", "负债", "贷", None),
    ("221101", "应付职工薪酬-工资", "负债", "贷", Account.WAGES_PAYABLE),
    ("221102", "应付职工薪酬-奖金", "负债", "贷", Account.BONUS_PAYABLE),
    ("2221", "应交税费", "负债", "贷", None),
    ("222101", "应交税费-应交增值税", "负债", "贷", Account.VAT),
    ("222102", "应交税费-应交附加税费", "负债", "贷", Account.SURCHARGE_PAYABLE),
    ("222103", "应交税费-应交所得税", "负债", "贷", Account.INCOME_TAX_PAYABLE),
    ("2501", "长期借款", "负债", "贷", Account.LONG_LOAN),
    ("4001", "实收资本", "权益", "贷", Account.CAPITAL),
    ("4103", "本年利润", "权益", "贷", Account.YEAR_PROFIT),
    ("4104", "利润分配", "权益", "贷", None),
    ("410401", "利润分配-未分配利润", "权益", "贷", Account.RETAINED),
    ("6001", "主营业务收入", "损益", "贷", Account.SALES),
    ("6401", "主营业务成本", "损益", "借", None),
    ("640101", "主营业务成本-商品", "损益", "借", Account.COST_OF_SALES),
    ("640102", "主营业务成本-平台服务", "损益", "借", Account.COST_OF_SERVICE),
    ("6403", "税金及附加", "损益", "借", Account.SURCHARGES),
    ("6601", "销售费用", "损益", "借", None),
    ("660101", "销售费用-工资", "损益", "借", Account.SELLING_WAGES),
    ("660102", "销售费用-奖金", "损益", "借", Account.SELLING_BONUS),
    ("660103", "销售费用-租赁费", "损益", "借", Account.SELLING_RENT),
    ("660104", "销售费用-水电费", "损益", "借", Account.SELLING_UTILITIES),
    ("660105", "销售费用-折旧费", "损益", "借", Account.SELLING_DEPRECIATION),
    ("660106", "销售费用-品牌宣传费", "损益", "借", Account.SELLING_BRAND),
    ("660107", "销售费用-拉新推广费", "损益", "借", Account.SELLING_PROMOTION),
    ("6602", "管理费用", "损益", "借", None),
    ("660201", "管理费用-工资", "损益", "借", Account.ADMIN_WAGES),
    ("660202", "管理费用-租赁费", "损益", "借", Account.ADMIN_RENT),
    ("660203", "管理费用-折旧费", "损益", "借", Account.ADMIN_DEPRECIATION),
    ("660204", "管理费用-集团服务费", "损益", "借", Account.ADMIN_SERVICE),
    ("6603", "财务费用", "损益", "借", None),
    ("660301", "财务费用-利息支出", "损益", "借", Account.INTEREST),
    ("6801", "所得税费用", "损益", "借", Account.INCOME_TAX),
)
CODES = {account: (code, name) for code, name, _, _, account in CHART if account}
LEVEL_ONE_DIGITS = 4
CASH_ITEMS = {
    CashItem.SALES: "销售商品、提供劳务收到的现金",
    CashItem.GOODS: "购买商品、接受劳务支付的现金",
    CashItem.STAFF: "支付给职工以及为职工支付的现金",
    CashItem.TAX: "支付的各项税费",
    CashItem.OTHER: "支付其他与经营活动有关的现金",
    CashItem.CAPEX: "购建固定资产、无形资产和其他长期资产支付的现金",
    CashItem.FINANCING: "分配股利、利润或偿付利息支付的现金",
}
KINDS = {
    Kind.RECEIPT: ("收", "收款"),
    Kind.PAYMENT: ("付", "付款"),
    Kind.TRANSFER: ("转", "转账"),
    Kind.CLOSING: ("结", "结转"),
}
ACCOUNT_COLUMNS = ("科目编码", "科目名称", "级次", "上级科目", "科目类别", "余额方向", "是否末级", "辅助核算")
VOUCHER_COLUMNS = (
    "账套号",
    "期间",
    "凭证字",
    "凭证号",
    "分录号",
    "制单日期",
    "摘要",
    "科目编码",
    "科目名称",
    "部门编码",
    "借方金额",
    "贷方金额",
    "现金流量项目",
    "往来类别",
    "往来编码",
    "项目编码",
    "来源单据号",
    "凭证类型",
    "红字标志",
    "制单人",
    "审核人",
    "记账时间",
)
BALANCE_COLUMNS = (
    "账套号",
    "期间",
    "科目编码",
    "科目名称",
    "部门编码",
    "期初方向",
    "期初余额",
    "本期借方",
    "本期贷方",
    "期末方向",
    "期末余额",
)


def write(books: dict[str, Book], delivery: Delivery) -> None:
    """The chart once; vouchers and trial balance per ledger set and year, the opening position as year 2023."""
    delivery.csv("cn_gl/accounts.csv", ACCOUNT_COLUMNS, _accounts(), encoding=ENCODING)
    for entity in KEPT_HERE:
        ledger_set = LEDGER_SETS[entity]
        for year in sorted({year_of(period) for period in (OPENING_PERIOD, *PERIODS)}):
            periods = [period for period in (OPENING_PERIOD, *PERIODS) if year_of(period) == year]
            span = (periods[0], periods[-1])
            delivery.csv(
                f"cn_gl/balances_{ledger_set}_{year}.csv",
                BALANCE_COLUMNS,
                [_balance(row) for row in books[entity].balances if row.period in periods],
                encoding=ENCODING,
                control_column="本期借方",
                periods=span,
            )
            if year == year_of(OPENING_PERIOD):
                continue
            vouchers = [voucher for voucher in books[entity].vouchers if voucher.period in periods]
            delivery.csv(
                f"cn_gl/vouchers_{ledger_set}_{year}.csv",
                VOUCHER_COLUMNS,
                [row for voucher in vouchers for row in _voucher(voucher)],
                encoding=ENCODING,
                control_column="借方金额",
                periods=span,
            )


def _accounts() -> Iterator[Row]:
    for code, name, kind, side, account in CHART:
        parent = code[:LEVEL_ONE_DIGITS] if len(code) > LEVEL_ONE_DIGITS else ""
        by_department = "部门" if account and account.is_profit_and_loss else ""
        yield code, name, len(code) // 2 - 1, parent, kind, side, "是" if account else "否", by_department


def _period(period: int) -> str:
    return f"{year_of(period)}-{month_of(period):02d}"


def _voucher(voucher: Voucher) -> Iterator[Row]:
    word, kind = KINDS[voucher.kind]
    for number, line in enumerate(voucher.lines, start=1):
        code, name = CODES[line.account]
        yield (
            LEDGER_SETS[voucher.entity],
            _period(voucher.period),
            word,
            f"{voucher.number:04d}",
            number,
            voucher.posting_date.strftime("%Y年%m月%d日"),
            voucher.summary,
            code,
            name,
            DEPARTMENTS[line.unit] if line.unit else "",
            _amount(line.debit),
            _amount(line.credit),
            CASH_ITEMS[line.cash_item] if line.cash_item else "",
            *_partner(line),
            line.project,
            voucher.source_doc,
            kind,
            "是" if line.red else "",
            voucher.prepared_by,
            voucher.approved_by,
            voucher.posted_at.strftime("%Y/%m/%d %H:%M:%S"),
        )


def _amount(amount: Decimal) -> Cell:
    return f"{amount:,.2f}" if amount else ""


def _partner(line: Line) -> tuple[Cell, Cell]:
    if line.partner:
        return "内部单位", LEDGER_SETS[line.partner]
    if line.supplier:
        return "供应商", line.supplier
    return ("客户", line.customer) if line.customer else ("", "")


def _balance(row: Balance) -> Row:
    code, name = CODES[row.account]
    unit = NO_UNIT if row.unit == NO_UNIT else DEPARTMENTS[row.unit]
    opening, closing = _side(row.opening), _side(row.closing)
    movements = (f"{row.debit:,.2f}", f"{row.credit:,.2f}")
    return LEDGER_SETS[row.entity], _period(row.period), code, name, unit, *opening, *movements, *closing


def _side(amount: Decimal) -> tuple[str, str]:
    side = "平" if amount == ZERO else ("借" if amount > 0 else "贷")
    return side, f"{abs(amount):,.2f}"
