"""The ledger of the manufacturing entity HM: billing and receipts, production cost, departments, the group service."""

from decimal import Decimal

from plumbline.demo import drivers
from plumbline.demo.books import Account, Book, CashItem, Line, cr, dr
from plumbline.demo.drivers import Money, cents
from plumbline.demo.ledger_postings import pay_suppliers, pay_wages, post_office_cost
from plumbline.demo.projects import TRIAL_PROJECT, project_costs

PLANT = "M10"
HEAD = "M00"


def _material(period: int) -> Money:
    return sum((row.material for row in drivers.line_months(period)), drivers.ZERO)


def manufacturing_opening() -> dict[Account, Money]:
    """Receivables are the invoices of November and December 2023, payables and VAT those of December."""
    open_invoices = [
        document
        for period in (drivers.shift(drivers.OPENING_PERIOD, -1), drivers.OPENING_PERIOD)
        for document in drivers.invoices(period)
        if document.is_credit_sale
    ]
    purchases = _material(drivers.OPENING_PERIOD)
    input_tax = cents(purchases * drivers.MANUFACTURING_VAT)
    output_tax = sum((document.tax_cny for document in drivers.invoices(drivers.OPENING_PERIOD)), drivers.ZERO)
    return {
        Account.BANK: Decimal(6000000),
        Account.RECEIVABLES: sum((document.gross_cny for document in open_invoices), drivers.ZERO),
        Account.RAW_MATERIAL: drivers.RAW_MATERIAL_STOCK,
        Account.GOODS: drivers.FINISHED_GOODS_STOCK,
        Account.FIXED_ASSETS: Decimal(14400000),
        Account.ACCUMULATED_DEPRECIATION: Decimal(-2880000),
        Account.PAYABLES: -(purchases + input_tax),
        Account.VAT: input_tax - output_tax,
        Account.CAPITAL: Decimal(-15000000),
    }


def manufacturing_month(book: Book, period: int) -> None:
    for document in drivers.invoices(period):
        _bill(book, document)
    for collection in drivers.collections(period):
        _collect(book, collection)
    _charge_group_service(book, period)
    pay_suppliers(book, period)
    _produce(book, period)
    _staff_and_research(book, period)
    pay_wages(book, period)
    post_office_cost(book, period, HEAD)


def _bill(book: Book, document: drivers.Invoice) -> None:
    """Revenue at the selling department. A credit note is the same voucher in red letters."""
    red = document.is_credit_note
    debit_side = Account.RECEIVABLES if document.is_credit_sale else Account.BANK
    item = None if document.is_credit_sale else CashItem.SALES
    unit, money = document.department, document.currency
    foreign = money != "CNY"
    lines = (
        dr(
            debit_side,
            document.gross_cny,
            customer=document.customer_id,
            currency=money,
            txn_amount=document.gross if foreign else document.gross_cny,
            red=red,
        ),
        cr(
            Account.SALES,
            document.net_cny,
            unit,
            cash_item=item,
            customer=document.customer_id,
            product=drivers.MATERIAL[document.line],
            currency=money,
            txn_amount=-document.net if foreign else -document.net_cny,
            red=red,
        ),
        cr(Account.VAT, document.tax_cny, cash_item=item, txn_amount=-document.tax_cny, red=red),
    )
    name = "退货红字发票" if red else "销售开票"
    book.post(document.invoice_date.day, f"{unit} {name} {document.invoice_id}", document.invoice_id, *lines)


def _collect(book: Book, collection: drivers.Collection) -> None:
    document, gain = collection.invoice, collection.fx_gain
    foreign = document.currency != "CNY"
    paid = collection.amount if foreign else collection.cash_cny
    book.post(
        collection.receipt_date.day,
        f"{document.department} 收回货款 {document.invoice_id}",
        collection.receipt_id,
        dr(Account.BANK, collection.cash_cny, currency=document.currency, txn_amount=paid),
        cr(
            Account.RECEIVABLES,
            collection.carried_cny,
            cash_item=CashItem.SALES,
            customer=document.customer_id,
            currency=document.currency,
            txn_amount=-paid,
        ),
        cr(Account.FX_DIFFERENCE, gain, HEAD, cash_item=CashItem.SALES, txn_amount=-gain),
    )


def _charge_group_service(book: Book, period: int) -> None:
    """Billed to the retailer in full; what it does not pay stays a receivable."""
    document, charge = f"IC-HM-HR-{period}", drivers.INTERCOMPANY_CHARGE
    book.post(
        26,
        "向零售事业部收取服务费",
        document,
        dr(Account.OTHER_RECEIVABLES, charge, partner="HR"),
        cr(Account.SERVICE_REVENUE, charge, HEAD, partner="HR"),
    )
    paid = drivers.intercompany_booked_by_retail(period)
    book.post(
        26,
        "收到零售事业部服务费",
        document,
        dr(Account.BANK, paid),
        cr(Account.OTHER_RECEIVABLES, paid, cash_item=CashItem.SALES, partner="HR"),
    )


def _produce(book: Book, period: int) -> None:
    """Material, labour and overhead through work in progress to finished goods, and on to cost of sales."""
    rows = drivers.line_months(period)
    material, overhead = _material(period), sum((row.overhead for row in rows), drivers.ZERO)
    tax = cents(material * drivers.MANUFACTURING_VAT)
    spent = overhead - drivers.PLANT_DEPRECIATION
    trial = project_costs(period).get(TRIAL_PROJECT, drivers.ZERO)
    book.post(
        6,
        "原材料采购入库",
        f"PO-HM-{period}",
        dr(Account.RAW_MATERIAL, material),
        dr(Account.VAT, tax),
        cr(Account.PAYABLES, material + tax, supplier="GYS-1001"),
    )
    issued = [dr(Account.WIP_MATERIAL, row.material, row.unit) for row in rows]
    book.post(7, "生产领料", f"ISSUE-HM-{period}", *issued, cr(Account.RAW_MATERIAL, material))
    worked = [dr(Account.WIP_LABOUR, row.labour, row.unit) for row in rows]
    book.post(25, "计提生产工人工资", drivers.payroll_run("HM", period), *worked, _wages_owed(worked))
    book.post(
        20,
        "支付制造费用",
        f"OVERHEAD-HM-{period}",
        dr(Account.OVERHEAD_OTHER, spent - trial, PLANT, cash_item=CashItem.OTHER),
        dr(Account.OVERHEAD_OTHER, trial, PLANT, cash_item=CashItem.OTHER, project=TRIAL_PROJECT),
        cr(Account.BANK, spent),
    )
    book.post(
        31,
        "计提厂房设备折旧",
        f"DEP-PLANT-{period}",
        dr(Account.OVERHEAD_DEPRECIATION, drivers.PLANT_DEPRECIATION, PLANT),
        cr(Account.ACCUMULATED_DEPRECIATION, drivers.PLANT_DEPRECIATION),
    )
    book.post(
        31,
        "分配制造费用",
        f"ALLOC-HM-{period}",
        *[dr(Account.WIP_OVERHEAD, row.overhead, row.unit) for row in rows],
        cr(Account.OVERHEAD_OTHER, spent, PLANT),
        cr(Account.OVERHEAD_DEPRECIATION, drivers.PLANT_DEPRECIATION, PLANT),
    )
    for row in rows:
        book.post(
            31,
            f"{row.unit} 完工入库",
            f"FINISH-{row.unit}-{period}",
            dr(Account.GOODS, row.cost),
            cr(Account.WIP_MATERIAL, row.material, row.unit),
            cr(Account.WIP_LABOUR, row.labour, row.unit),
            cr(Account.WIP_OVERHEAD, row.overhead, row.unit),
        )
        shipped = dr(Account.COST_OF_SALES, row.cost, row.department, product=drivers.MATERIAL[row.line])
        book.post(
            31, f"{row.department} 结转销售成本", f"SHIP-{row.unit}-{period}", shipped, cr(Account.GOODS, row.cost)
        )


def _wages_owed(accrued: list[Line]) -> Line:
    return cr(Account.WAGES_PAYABLE, sum((line.debit for line in accrued), drivers.ZERO))


def _staff_and_research(book: Book, period: int) -> None:
    run, project = drivers.payroll_run("HM", period), drivers.rd_project(period)
    sellers = [dr(Account.SELLING_WAGES, amount, unit) for unit, amount in drivers.SALES_PAYROLL.items()]
    book.post(25, "计提销售人员工资", run, *sellers, _wages_owed(sellers))
    engineers = [dr(Account.RD_WAGES, drivers.RD_PAYROLL, "M30", project=project)]
    book.post(25, "计提研发人员工资", run, *engineers, _wages_owed(engineers))
    external = drivers.rd_external(period)
    book.post(
        23,
        f"支付 {project} 外协研发费",
        f"RD-{project}-{period}",
        dr(Account.RD_EXTERNAL, external, "M30", cash_item=CashItem.OTHER, project=project, supplier="GYS-1201"),
        cr(Account.BANK, external),
    )
