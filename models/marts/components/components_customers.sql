-- The days of a month on which somebody bought: the first and the last, and the same of the purchases that were kept
-- (a purchase counts as kept until credit notes take all of it back).
with

documents as (

    select * from {{ ref('fct_sales_documents') }} where customer_id is not null

),

credits as (

    select
        original_invoice_id,
        sum(net_amount) as credited_amount
    from documents
    where doc_type = 'credit_note'
    group by original_invoice_id

),

purchases as (

    select
        documents.*,
        case when documents.net_amount + coalesce(credits.credited_amount, 0) > 0 then documents.invoice_date end
            as kept_date
    from documents
    left join credits on documents.invoice_id = credits.original_invoice_id
    where documents.net_amount > 0 and documents.month_end is not null

),

unit_months as (

    select * from {{ ref('int_unit_months') }}

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    purchases.customer_id,
    coalesce(purchases.customer_segment, '-') as customer_segment,
    coalesce(purchases.channel, '-') as channel,
    unit_months.month_number,
    min(purchases.invoice_date) as first_date,
    max(purchases.invoice_date) as last_date,
    min(purchases.kept_date) as first_kept_date,
    max(purchases.kept_date) as last_kept_date
from purchases
inner join unit_months
    on purchases.org_unit_id = unit_months.org_unit_id
    and purchases.month_end = unit_months.month_end
group by
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    unit_months.month_number,
    purchases.customer_id,
    purchases.customer_segment,
    purchases.channel
