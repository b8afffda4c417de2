"""Sales of the measured company: customers, products, documents and what is ordered, shipped, paid and subscribed."""

from collections.abc import Iterator

from plumbline.bench.shape import (
    BUSINESS_UNITS,
    CHANNELS,
    CLINICS,
    DEPARTMENTS,
    EMPLOYEES,
    MANUFACTURING,
    MONTHS,
    PRODUCTS,
    PRODUCTS_OF_A_DEPARTMENT,
    SEGMENTS,
    SUBSCRIBED_MONTHS,
    SUBSCRIPTIONS,
    Size,
    department_at,
    departments_of,
    spread_day,
)

BUYERS_OF_A_DEPARTMENT = 20
# Who a document is of, by the business unit of its department; `stay` numbers the subscribers that follow one another.
STAY = f"((month_number + (department + place) % {SUBSCRIBED_MONTHS}) // {SUBSCRIBED_MONTHS})"
CUSTOMER = f"""
    case department % {BUSINESS_UNITS}
        when {MANUFACTURING} then 'B' || department || '-' || place % {BUYERS_OF_A_DEPARTMENT}
        when {CLINICS} then 'H' || hash(document) % {{members}}
        when {SUBSCRIPTIONS} then 'S' || department || '-' || place || '-' || {STAY}
        else case when document % 10 < 3 then 'C' || hash(document) % {{members}} end
    end
"""
KINDS = "'pos', 'pos', 'invoice', 'clinic_bill', 'subscription'"
SYSTEMS = "'retail_pos', 'retail_pos', 'mfg_erp', 'clinic_his', 'member_sub'"


def rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows; credit notes and orders follow from the documents."""
    yield "customer", _customers(size)
    yield (
        "product",
        f"""
        select
            'P' || range as product_id, 'P' || range as product_name, 'line ' || range % 10 as product_line,
            'EA' as uom, date '2020-01-01' + cast(range * 4 as integer) as launch_date, false as is_service,
            0.13 as tax_rate, 'bench' as source_system
        from range({PRODUCTS})
    """,
    )
    yield "sales_invoice_line", _invoice_lines(size)
    yield "sales_invoice_line", _credit_notes()
    yield "sales_order_line", _order_lines()
    yield "shipment_line", _shipment_lines()
    yield "cash_application", _cash_applications()
    yield "subscription_month", _subscription_months(size)
    yield (
        "lead",
        f"""
        select
            'L' || range as lead_id, day as created_date, 'D' || range % {DEPARTMENTS} as org_id,
            'channel ' || range % {CHANNELS} as channel, 'X' || range % {DEPARTMENTS} as owner_employee_id,
            case when range % 10 = 9 then null else day + 30 end as decided_date,
            case when range % 10 = 9 then 'open' when range % 10 < 3 then 'won' else 'lost' end as outcome,
            'bench' as source_system
        from (select range, {spread_day(f"range // {DEPARTMENTS}")} as day from range({size.lead}))
    """,
    )
    yield (
        "marketing_spend",
        f"""
        select
            'M' || range as spend_id, {spread_day(f"range // {DEPARTMENTS}")} as spend_date,
            'D' || range % {DEPARTMENTS} as org_id, 'channel ' || range % {CHANNELS} as channel,
            case when range % 5 = 3 then 'campaign ' || range % 100 end as campaign_id,
            list_extract(
                ['acquisition', 'retention', 'brand', 'promotion', 'acquisition'], cast(1 + range % 5 as integer)
            ) as purpose,
            100 + hash(range) % 5000 as amount,
            case when range % 5 = 3 then 8000 end as baseline_gross_profit,
            case when range % 5 = 3 then 8000 + hash(range) % 9000 end as actual_gross_profit,
            'bench' as source_system
        from range({size.marketing_spend})
    """,
    )


def _customers(size: Size) -> str:
    """Members (of whom some were merged), patients, businesses, and everybody who ever subscribed."""
    makers, subscribed = len(departments_of(MANUFACTURING)), len(departments_of(SUBSCRIPTIONS))
    stays = -(-(MONTHS + SUBSCRIBED_MONTHS) // SUBSCRIBED_MONTHS)
    places = size.documents_of_a_month
    return f"""
        select
            customer_id, customer_id as customer_name, customer_type, 'segment ' || number % {SEGMENTS} as segment,
            'channel ' || number % {CHANNELS} as acquisition_channel, merged_into_customer_id, 'bench' as source_system
        from (
            select
                'C' || range as customer_id, 'consumer' as customer_type, range as number,
                case when range < {size.members} and (range % 50 = 0 or range % 2500 = 1) then 'C' || range + 1 end
                    as merged_into_customer_id
            from range({size.members} + 2)
            union all
            select 'H' || range, 'patient', range, null from range({size.members})
            union all
            select
                'B' || {department_at(f"range // {BUYERS_OF_A_DEPARTMENT}", MANUFACTURING)} || '-'
                || range % {BUYERS_OF_A_DEPARTMENT},
                'b2b', range, null
            from range({makers * BUYERS_OF_A_DEPARTMENT})
            union all
            select
                'S' || {department_at(f"range // {places * stays}", SUBSCRIPTIONS)} || '-'
                || range // {stays} % {places} || '-' || range % {stays},
                'consumer', range, null
            from range({subscribed * places * stays})
        )
    """


def _documents(size: Size) -> str:
    """Every document: its department, month, and place among those of both."""
    return f"""
        select
            range as document, range % {DEPARTMENTS} as department, (range // {DEPARTMENTS}) % {MONTHS} as month_number,
            range // {DEPARTMENTS * MONTHS} as place
        from range({size.documents})
    """


def _invoice_lines(size: Size) -> str:
    return f"""
        select
            'I' || document as invoice_id, line_no, list_extract([{KINDS}], business_unit) as doc_type,
            months.start_date + cast(document % 28 as integer) as invoice_date,
            case when is_credit_sale then months.start_date + cast(document % 28 as integer) + 60 end as due_date,
            case when is_credit_sale then 'O' || document end as order_id,
            case when is_credit_sale then line_no end as order_line_no,
            {CUSTOMER.format(members=size.members)} as customer_id,
            'P' || (department * 7 + place % {PRODUCTS_OF_A_DEPARTMENT}) % {PRODUCTS} as product_id,
            'D' || department as org_id,
            case when document % 10 < 3 then 'X' || (department * 5 + document % 3) % {EMPLOYEES} end as salesperson_id,
            1 + document % 3 as quantity, amount as list_amount, 0 as discount_amount, amount as net_amount,
            round(amount * 0.13, 2) as tax_amount, amount + round(amount * 0.13, 2) as gross_amount,
            round(amount * 0.7, 2) as cost_amount,
            case when is_credit_sale and place % 5 = 0 then 'USD' else 'CNY' end as currency, is_credit_sale,
            list_extract([{SYSTEMS}], business_unit) as source_system
        from (
            select
                *, cast(1 + department % {BUSINESS_UNITS} as integer) as business_unit,
                department % {BUSINESS_UNITS} = {MANUFACTURING} as is_credit_sale,
                cast(1 + hash(document * 2 + line_no) % 1000000 as decimal(18, 2)) / 100 as amount
            from ({_documents(size)}) cross join (values (1), (2)) as lines (line_no)
        ) as lines
        inner join months on lines.month_number = months.number
    """


def _credit_notes() -> str:
    """The first line of every 33rd document is taken back five days later; goods come back with it."""
    return """
        select
            'N' || invoice_id as invoice_id, 1 as line_no, 'credit_note' as doc_type, invoice_date + 5 as invoice_date,
            due_date, invoice_id as original_invoice_id, customer_id, product_id, org_id, salesperson_id,
            -quantity as quantity, -list_amount as list_amount, -discount_amount as discount_amount,
            -net_amount as net_amount, -tax_amount as tax_amount, -gross_amount as gross_amount,
            -cost_amount as cost_amount, currency, is_credit_sale,
            case when doc_type in ('pos', 'invoice') then 'defect' end as return_reason, source_system
        from staging.stg_sales_invoice_line
        where line_no = 1 and hash(invoice_id) % 33 = 0
    """


def _order_lines() -> str:
    """Every line of the goods maker, ordered 20 days before; and one in fifty more that the customer cancelled."""
    return """
        select
            order_id || case when is_cancelled then 'X' else '' end as order_id, order_line_no as line_no,
            invoice_date - 20 as order_date, customer_id, product_id, org_id, salesperson_id, quantity, net_amount,
            currency, invoice_date + cast(hash(invoice_id) % 7 as integer) - 1 as original_promised_date,
            case when is_cancelled then 'cancelled_customer' else 'fulfilled' end as status,
            case when is_cancelled then invoice_date - 10 end as cancelled_date, source_system
        from staging.stg_sales_invoice_line
        cross join (values (false), (true)) as kinds (is_cancelled)
        where order_id is not null and (not is_cancelled or hash(order_id) % 50 = 0)
    """


def _shipment_lines() -> str:
    """Handed over on the day of the invoice; one line in twenty in two halves, the second ten days later."""
    return """
        select
            'T' || order_id || '-' || part as shipment_id, order_line_no as line_no, order_id, order_line_no,
            invoice_date + 10 * part as ship_date, invoice_date + 10 * part as control_transfer_date,
            case when is_split then quantity / 2 else quantity end as quantity,
            case when is_split then net_amount / 2 else net_amount end as net_amount, source_system
        from (select *, hash(order_id) % 20 = 0 as is_split from staging.stg_sales_invoice_line)
        cross join (values (0), (1)) as parts (part)
        where order_id is not null and (part = 0 or is_split)
    """


def _cash_applications() -> str:
    """Nineteen in twenty credit documents are paid, 30 to 89 days later; one in a hundred of these is written off."""
    return """
        select
            'K' || invoice_id as application_id, 'K' || invoice_id as receipt_id,
            invoice_date + 30 + cast(hash(invoice_id) % 60 as integer) as apply_date, customer_id, invoice_id,
            case when hash(invoice_id) % 100 = 7 then 'writeoff' else 'receipt' end as apply_type,
            sum(gross_amount) as amount, currency, org_id, 'mfg_erp' as source_system
        from staging.stg_sales_invoice_line
        where doc_type = 'invoice' and hash(invoice_id) % 20 <> 3
        group by invoice_id, invoice_date, customer_id, currency, org_id
    """


def _subscription_months(size: Size) -> str:
    """A row for every subscription bill; what is paid at a month's end is what is paid at the start of the next."""
    return f"""
        select
            {CUSTOMER.format(members=size.members)} as customer_id, 'P' || (department * 7) % {PRODUCTS} as product_id,
            months.period_id, 'D' || department as org_id,
            case when month_of_stay = 0 then 0 else price * (10 + (month_of_stay - 1) // 12) end as mrr_open,
            case when month_of_stay = {SUBSCRIBED_MONTHS - 1} then 0 else price * (10 + month_of_stay // 12) end
                as mrr_close,
            'member_sub' as source_system
        from (
            select
                *, (month_number + (department + place) % {SUBSCRIBED_MONTHS}) % {SUBSCRIBED_MONTHS} as month_of_stay,
                2 + hash(department * 1000 + place) % 10 as price
            from ({_documents(size)})
            where department % {BUSINESS_UNITS} = {SUBSCRIPTIONS}
        ) as bills
        inner join months on bills.month_number = months.number
    """
