{{ feeds_from('xero') }}
-- In base currency, at each document's own rate and in whole cents, as the ledger booked it: the project's month rates
-- would tear the receivables from their control account. A line gets what the document is worth up to and with it, less
-- what it was worth before it, so that lines add up to the document. Credit notes are delivered as bare ids, and the
-- ledger knows them from suppliers only.
{%- set amounts = ['net_amount', 'tax_amount', 'discount_amount'] %}
with

documents as (

    select * from {{ ref('base_xero__documents') }}
    where document_type = 'ACCREC' and is_in_force

),

lines as (

    select * from {{ ref('base_xero__document_lines') }}

),

running as (

    select
        {%- for amount in amounts %}
        sum(lines.{{ amount }}) over (partition by lines.document_id order by lines.line_no) as {{ amount }}_so_far,
        {%- endfor %}
        lines.*
    from lines

),

converted as (

    select
        running.document_id,
        running.line_no,
        running.quantity,
        running.account_code,
        {%- for amount in amounts %}
        cast(
            round({{ divide('running.' ~ amount ~ '_so_far', 'documents.currency_rate') }}, 2)
            - round({{ divide('running.' ~ amount ~ '_so_far - running.' ~ amount, 'documents.currency_rate') }}, 2)
            as decimal(18, 2)
        ) as {{ amount }},
        {%- endfor %}
        documents.document_date,
        documents.due_date,
        documents.contact_id,
        running.batch_id,
        running.source_row_no,
        running.loaded_at
    from running
    inner join documents on running.document_id = documents.document_id

)

select
    document_id as invoice_id,
    line_no,
    'invoice' as doc_type,
    document_date as invoice_date,
    due_date,
    contact_id as customer_id,
    account_code as product_id,
    'XR11' as org_id,
    quantity,
    net_amount + discount_amount as list_amount,
    discount_amount,
    net_amount,
    tax_amount,
    net_amount + tax_amount as gross_amount,
    '{{ var("base_currency") }}' as currency,
    true as is_credit_sale,
    batch_id,
    source_row_no,
    loaded_at
from converted
