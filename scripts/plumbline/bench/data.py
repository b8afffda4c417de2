"""Contract-level data of a chosen size, made straight in the engine; nothing is random, every run has the same rows.

Reference size (scale 1): 50 million voucher lines, 20 million invoice lines and 5 million payroll lines of 2,500 units
over 60 months. Scale changes the three row counts; units, months, accounts and products stay, so that only the part of
the build that reads rows grows with it.

Shape: 1 company, 5 business units with books of their own, 50 regions, 2,444 departments. 40 accounts; every department
posts on all of them in every month. 500 products in 10 lines, 40 of them sold by a department. Two lines to a document,
three documents in ten of a known customer, one in ten on credit and paid two months later. 14,000 employees.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

LEDGER_LINES = 50_000_000
INVOICE_LINES = 20_000_000
PAYROLL_LINES = 5_000_000
BUSINESS_UNITS = 5
REGIONS = 50
DEPARTMENTS = 2_444
MONTHS = 60
FIRST_MONTH = "2021-01-01"
AS_OF_DATE = "2026-01-08"
PRODUCTS = 500
PRODUCTS_OF_A_DEPARTMENT = 40
EMPLOYEES = 14_000
CUSTOMERS = 1_000_000
PAY_ITEMS = ["base", "overtime", "allowance", "bonus", "er_social", "er_housing"]
# Pairs of statement lines: what a voucher debits, what it credits. Accounts take them in this order, over and over.
STATEMENT_LINES = [
    "CASH", "REV_MAIN", "AR", "REV_OTHER", "COGS_MAIN", "INVENTORY", "COGS_OTHER", "AP", "SELL_EXP", "PAYROLL_PAY",
    "ADM_EXP", "ACC_DEP", "RD_EXP", "TAX_PAY", "FIN_EXP", "ST_DEBT", "TAX_SUR", "LT_DEBT", "CREDIT_IMP", "CAPITAL",
    "FIXED_ASSET", "OTHER_INC", "NONOP_OUT", "NONOP_IN", "INC_TAX", "RETAINED",
]  # fmt: skip
# The accounts of sales (the first two pairs) post ten times as much as the others, so that there is a profit.
SALES_ACCOUNTS = 4
ACCOUNTS = 40
# The contracts with rows; every other contract of the project is there and empty.
FILLED = [
    "org_unit", "fiscal_period", "gl_account", "gl_voucher_line", "customer", "product", "sales_invoice_line",
    "cash_application", "employee", "employee_assignment", "payroll_line",
]  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How many rows of the three large contracts."""

    ledger: int
    invoices: int
    payroll: int

    @staticmethod
    def of(scale: float) -> "Size":
        return Size(round(LEDGER_LINES * scale), round(INVOICE_LINES * scale), round(PAYROLL_LINES * scale))


def create(database: Path, manifest_path: Path, size: Size) -> None:
    """Make every staging table in an empty database, in the shape of its contract, and fill those of FILLED."""
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    staged = {
        node["name"].removeprefix("stg_"): node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith("stg_")
    }
    with duckdb.connect(database) as connection:
        connection.execute("create schema if not exists staging")
        connection.execute(_calendar())
        for node in staged.values():
            columns = ", ".join(f"{column['name']} {column['data_type']}" for column in node["columns"].values())
            connection.execute(f"create table staging.{node['name']} ({columns})")
        for contract, select in _rows(size):
            connection.execute(f"insert into staging.stg_{contract} by name {select}")
        connection.execute("drop table months")
        connection.execute("checkpoint")


def _calendar() -> str:
    return f"""
        create table months as
        select
            number,
            start_date,
            last_day(start_date) as end_date,
            year(start_date) * 100 + month(start_date) as period_id
        from (
            select range as number, cast(date '{FIRST_MONTH}' + to_months(cast(range as integer)) as date) as start_date
            from range({MONTHS})
        )
    """


def _rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows."""
    yield (
        "org_unit",
        f"""
        select
            org_id, org_id as org_name, parent_org_id, level_code, org_type, entity_id,
            date '2020-01-01' as valid_from, date '9999-12-31' as valid_to, 'shared' as industry,
            'CNY' as functional_currency, true as is_profit_center
        from (
            select 'G' as org_id, null as parent_org_id, 'L1' as level_code, 'company' as org_type, 'E0' as entity_id
            union all
            select 'B' || range, 'G', 'L2', 'business_unit', 'E' || range from range({BUSINESS_UNITS})
            union all
            select 'R' || range, 'B' || range % {BUSINESS_UNITS}, 'L3', 'region', 'E' || range % {BUSINESS_UNITS}
            from range({REGIONS})
            union all
            select 'D' || range, 'R' || range % {REGIONS}, 'L4', 'department', 'E' || range % {BUSINESS_UNITS}
            from range({DEPARTMENTS})
        )
    """,
    )
    yield (
        "fiscal_period",
        """
        select
            period_id, start_date, end_date, year(start_date) as fiscal_year, quarter(start_date) as fiscal_quarter,
            'closed' as status, false as is_adjustment
        from months
    """,
    )
    lines = ", ".join(f"'{line}'" for line in STATEMENT_LINES)
    yield (
        "gl_account",
        f"""
        select
            'A' || range as account_code, 'A' || range as account_name, 'asset' as account_class, 'DR' as normal_side,
            list_extract([{lines}], cast(1 + range % {len(STATEMENT_LINES)} as integer)) as fs_line,
            range in (8, 10) as is_labor, range = 10 as is_bonus, range = 12 as is_rd, range % 7 = 3 as is_marketing,
            range % 11 = 5 as is_channel, range % 3 = 0 as is_direct, range = 36 as is_dep_amort,
            range = 14 as is_interest
        from range({ACCOUNTS})
    """,
    )
    # Pairs of lines: one debit, one credit of the same amount, on two accounts of one department and month.
    yield (
        "gl_voucher_line",
        f"""
        select
            'E' || department % {BUSINESS_UNITS} as entity_id, 'V' || document as voucher_id, side + 1 as line_no,
            months.start_date + 14 as posting_date, months.period_id, 'A' || account as account_code,
            'D' || department as org_id,
            case side when 0 then amount else 0 end * times as debit_amount,
            case side when 1 then amount else 0 end * times as credit_amount,
            'CNY' as currency, false as is_red_letter, false as is_closing_entry,
            case when account = 0 then 'CF_OP_IN_SALES' end as cash_flow_item
        from (
            select
                range // 2 as document, range % 2 as side, (range // 2) % {DEPARTMENTS} as department,
                (range // {2 * DEPARTMENTS}) % {MONTHS} as month_number,
                ((range // {2 * DEPARTMENTS * MONTHS}) * 2 + range % 2) % {ACCOUNTS} as account,
                cast(1 + hash(range // 2) % 1000000 as decimal(18, 2)) / 100 as amount,
                case when account % {len(STATEMENT_LINES)} < {SALES_ACCOUNTS} then 10 else 1 end as times
            from range({size.ledger})
        ) as lines
        inner join months on lines.month_number = months.number
    """,
    )
    yield (
        "customer",
        f"""
        select
            'C' || range as customer_id, 'C' || range as customer_name, 'consumer' as customer_type,
            'segment ' || range % 5 as segment, 'channel ' || range % 4 as acquisition_channel
        from range({CUSTOMERS})
    """,
    )
    yield (
        "product",
        f"""
        select
            'P' || range as product_id, 'P' || range as product_name, 'line ' || range % 10 as product_line,
            'EA' as uom, date '2020-01-01' + cast(range * 4 as integer) as launch_date, false as is_service,
            0.13 as tax_rate
        from range({PRODUCTS})
    """,
    )
    yield (
        "sales_invoice_line",
        f"""
        select
            'I' || document as invoice_id, line_no, 'invoice' as doc_type,
            months.start_date + cast(document % 28 as integer) as invoice_date,
            case when document % 10 = 0 then months.start_date + 60 end as due_date,
            case when document % 10 < 3 then 'C' || hash(document) % {CUSTOMERS} end as customer_id,
            'P' || (department * 7 + product) % {PRODUCTS} as product_id, 'D' || department as org_id,
            case when document % 10 < 3 then 'X' || (department * 5 + document % 3) % {EMPLOYEES} end as salesperson_id,
            1 as quantity, amount as list_amount, 0 as discount_amount, amount as net_amount,
            round(amount * 0.13, 2) as tax_amount, amount + round(amount * 0.13, 2) as gross_amount,
            round(amount * 0.7, 2) as cost_amount, 'CNY' as currency, document % 10 = 0 as is_credit_sale
        from (
            select
                range // 2 as document, 1 + range % 2 as line_no, (range // 2) % {DEPARTMENTS} as department,
                (range // {2 * DEPARTMENTS}) % {MONTHS} as month_number,
                (range // {2 * DEPARTMENTS * MONTHS}) % {PRODUCTS_OF_A_DEPARTMENT} as product,
                cast(1 + hash(range) % 1000000 as decimal(18, 2)) / 100 as amount
            from range({size.invoices})
        ) as lines
        inner join months on lines.month_number = months.number
    """,
    )
    yield (
        "cash_application",
        """
        select
            'K' || invoice_id as application_id, 'K' || invoice_id as receipt_id, invoice_date + 60 as apply_date,
            customer_id, invoice_id, 'receipt' as apply_type, sum(gross_amount) as amount, 'CNY' as currency, org_id
        from staging.stg_sales_invoice_line
        where is_credit_sale
        group by invoice_id, invoice_date, customer_id, org_id
    """,
    )
    yield (
        "employee",
        f"""
        select
            'X' || range as employee_id, date '2020-01-01' + cast(range % 1000 as integer) as hire_date,
            case when range % 10 = 0 then date '2023-01-01' + cast(range % 900 as integer) end as leave_date,
            'regular' as employment_type
        from range({EMPLOYEES})
    """,
    )
    yield (
        "employee_assignment",
        f"""
        select
            'X' || range as employee_id, date '2020-01-01' + cast(range % 1000 as integer) as valid_from,
            date '9999-12-31' as valid_to, 'D' || range % {DEPARTMENTS} as org_id, 'post' as post_id, 1 as fte,
            true as is_primary, 'hire' as event_type
        from range({EMPLOYEES})
    """,
    )
    items = ", ".join(f"'{item}'" for item in PAY_ITEMS)
    yield (
        "payroll_line",
        f"""
        select
            'RUN' || months.period_id as payroll_run_id, months.period_id, 'X' || employee as employee_id,
            'D' || employee % {DEPARTMENTS} as org_id, list_extract([{items}], cast(1 + item as integer)) as pay_item,
            '1' as item_group, cast(1000 + hash(employee * 7 + item) % 500000 as decimal(18, 2)) / 100 as amount,
            'CNY' as currency, false as is_retro, false as is_capitalised
        from (
            select
                range % {EMPLOYEES} as employee, (range // {EMPLOYEES}) % {len(PAY_ITEMS)} as item,
                (range // {EMPLOYEES * len(PAY_ITEMS)}) % {MONTHS} as month_number
            from range({size.payroll})
        ) as lines
        inner join months on lines.month_number = months.number
    """,
    )
