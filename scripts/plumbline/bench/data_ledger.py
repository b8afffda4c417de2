"""Books of the measured company: units, calendar, rates, accounts, vouchers, balances."""

from collections.abc import Iterator

from plumbline.bench.shape import (
    BUSINESS_UNITS,
    DEPARTMENTS,
    INDUSTRIES,
    MANUFACTURING,
    MONTHS,
    PRODUCTS,
    PRODUCTS_OF_A_DEPARTMENT,
    REGIONS,
    Size,
)

# Pairs of statement lines: what a voucher debits, what it credits. Accounts take them in this order, over and over.
STATEMENT_LINES = [
    "CASH", "REV_MAIN", "AR", "REV_OTHER", "COGS_MAIN", "INVENTORY", "COGS_OTHER", "AP", "SELL_EXP", "PAYROLL_PAY",
    "ADM_EXP", "ACC_DEP", "RD_EXP", "TAX_PAY", "FIN_EXP", "ST_DEBT", "TAX_SUR", "LT_DEBT", "CREDIT_IMP", "CAPITAL",
    "FIXED_ASSET", "OTHER_INC", "NONOP_OUT", "NONOP_IN", "INC_TAX", "RETAINED",
]  # fmt: skip
CASH_FLOW_ITEMS = [
    "CF_OP_IN_SALES", "CF_OP_IN_SALES", "CF_OP_IN_SALES", "CF_OP_OUT_GOODS", "CF_OP_OUT_STAFF", "CF_INV_OUT_CAPEX",
    "CF_FIN_IN",
]  # fmt: skip
# The accounts of sales (the first two pairs) post ten times as much as the others, so that there is a profit.
SALES_ACCOUNTS = 4
ACCOUNTS = 40
REVENUE_AND_COST = (1, 4)


def rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows."""
    yield "org_unit", _units()
    yield (
        "fiscal_period",
        """
        select
            period_id, start_date, end_date, year(start_date) as fiscal_year, quarter(start_date) as fiscal_quarter,
            'closed' as status, false as is_adjustment
        from months
    """,
    )
    yield (
        "fx_rate",
        """
        select
            end_date as rate_date, 'USD' as from_currency, 'CNY' as to_currency, rate_type,
            6.5 + number % 9 * 0.1 as rate, 'bench' as source_system
        from months cross join (values ('average'), ('closing')) as types (rate_type)
    """,
    )
    yield "gl_account", _accounts()
    yield "gl_voucher_line", _voucher_lines(size)
    yield "gl_balance", _balances()


def _units() -> str:
    industries = ", ".join(f"'{industry}'" for industry in INDUSTRIES)
    kinds = "'store', 'store', 'line', 'clinic_dept', 'department'"
    return f"""
        select
            org_id, org_id as org_name, parent_org_id, level_code, org_type, entity_id, valid_from, valid_to, industry,
            'CNY' as functional_currency, true as is_profit_center,
            case when org_type = 'store' then 200 + hash(org_id) % 800 end as area_sqm
        from (
            select
                'G' as org_id, null as parent_org_id, 'L1' as level_code, 'company' as org_type, 'E0' as entity_id,
                date '2020-01-01' as valid_from, date '9999-12-31' as valid_to, 'shared' as industry
            union all
            select 'ELIM', 'G', 'L2', 'elimination', 'ELIM', date '2020-01-01', date '9999-12-31', 'shared'
            union all
            select
                'B' || range, 'G', 'L2', 'business_unit', 'E' || range, date '2020-01-01', date '9999-12-31',
                list_extract([{industries}], cast(1 + range as integer))
            from range({BUSINESS_UNITS})
            union all
            select
                'R' || range, 'B' || range % {BUSINESS_UNITS}, 'L3', 'region', 'E' || range % {BUSINESS_UNITS},
                date '2020-01-01', date '9999-12-31', 'shared'
            from range({REGIONS})
            union all
            -- Every hundredth department moves to the next region of its business unit.
            select
                'D' || range, 'R' || (range + version * {BUSINESS_UNITS}) % {REGIONS}, 'L4',
                list_extract([{kinds}], cast(1 + range % {BUSINESS_UNITS} as integer)),
                'E' || range % {BUSINESS_UNITS},
                case version when 0 then date '2020-01-01' else date '2023-07-01' end,
                case when version = 0 and range % 100 = 0 then date '2023-07-01' else date '9999-12-31' end,
                list_extract([{industries}], cast(1 + range % {BUSINESS_UNITS} as integer))
            from range({DEPARTMENTS}) cross join (values (0), (1)) as versions (version)
            where version = 0 or range % 100 = 0
        )
    """


def _accounts() -> str:
    lines = ", ".join(f"'{line}'" for line in STATEMENT_LINES)
    return f"""
        select
            'A' || range as account_code, 'A' || range as account_name, 'asset' as account_class, 'DR' as normal_side,
            list_extract([{lines}], cast(1 + range % {len(STATEMENT_LINES)} as integer)) as fs_line,
            range in (8, 10) as is_labor, range = 10 as is_bonus, range = 12 as is_rd, range % 7 = 3 as is_marketing,
            range % 11 = 5 as is_channel, range % 3 = 0 as is_direct, range = 36 as is_dep_amort,
            range = 14 as is_interest
        from range({ACCOUNTS})
    """


def _voucher_lines(size: Size) -> str:
    """Pairs of lines: one debit, one credit of the same amount, on two accounts of one department and month."""
    items = ", ".join(f"'{item}'" for item in CASH_FLOW_ITEMS)
    return f"""
        select
            'E' || department % {BUSINESS_UNITS} as entity_id, 'V' || document as voucher_id, side + 1 as line_no,
            months.start_date + 14 as posting_date, months.period_id, 'A' || account as account_code,
            'D' || department as org_id,
            case side when 0 then amount else 0 end * times as debit_amount,
            case side when 1 then amount else 0 end * times as credit_amount,
            'CNY' as currency, false as is_red_letter, false as is_closing_entry,
            case
                when account = 0 then list_extract([{items}], cast(1 + document % {len(CASH_FLOW_ITEMS)} as integer))
            end as cash_flow_item,
            case when document % 100 = 0 then 'E' || (department + 1) % {BUSINESS_UNITS} end as counterparty_entity_id,
            case
                when department % {BUSINESS_UNITS} = {MANUFACTURING} and account in {REVENUE_AND_COST}
                    then 'P' || (department * 7 + document % {PRODUCTS_OF_A_DEPARTMENT}) % {PRODUCTS}
            end as product_id,
            'bench' as source_system
        from (
            select
                range // 2 as document, range % 2 as side, (range // 2) % {DEPARTMENTS} as department,
                (range // {2 * DEPARTMENTS}) % {MONTHS} as month_number,
                ((range // {2 * DEPARTMENTS * MONTHS}) * 2 + range % 2) % {ACCOUNTS} as account,
                cast(1 + hash(range // 2) % 1000000 as decimal(18, 2)) / 100 as amount,
                case when account % {len(STATEMENT_LINES)} < {SALES_ACCOUNTS} then 10 else 1 end as times
            from range({size.gl_voucher_line})
        ) as lines
        inner join months on lines.month_number = months.number
    """


def _balances() -> str:
    """What the vouchers make of each account of an entity, month by month from nothing."""
    return """
        with movements as (
            select entity_id, account_code, period_id, sum(debit_amount) as debit, sum(credit_amount) as credit
            from staging.stg_gl_voucher_line
            group by all
        ),

        running as (
            select *, sum(debit - credit) over (partition by entity_id, account_code order by period_id) as closing_dr
            from movements
        )

        select
            entity_id, period_id, account_code, '-' as org_id, closing_dr - debit + credit as opening_dr,
            debit as period_debit, credit as period_credit, closing_dr, 'bench' as source_system
        from running
    """
