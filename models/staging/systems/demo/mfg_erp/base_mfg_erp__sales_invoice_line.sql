{{ feeds_from('mfg_erp') }}
-- Credit memos (G2) come with positive amounts, and costs in the company's currency whatever the document's.
with

billing as (

    select * from {{ ref('base_mfg_erp__billing') }}

),

sales_offices as (

    select * from {{ ref('mfg_erp__sales_offices') }}

),

reasons as (

    select * from {{ ref('mfg_erp__return_reasons') }}

),

items as (

    select
        *,
        case billing_type when 'F2' then 'invoice' when 'G2' then 'credit_note' end as doc_type,
        case billing_type when 'F2' then 1 when 'G2' then -1 end as direction,
        cast({{ divide('local_cost', 'exchange_rate') }} as decimal(18, 4)) as document_cost
    from billing

),

renamed as (

    select
        items.document_no as invoice_id,
        items.item_no as line_no,
        items.doc_type,
        items.billing_date as invoice_date,
        items.due_date,
        items.sales_order_no as order_id,
        items.original_document_no as original_invoice_id,
        items.customer_no as customer_id,
        items.material_no as product_id,
        sales_offices.org_id,
        items.sales_person_no as salesperson_id,
        items.direction * items.quantity as quantity,
        items.direction * items.list_amount as list_amount,
        items.direction * items.discount as discount_amount,
        items.direction * items.net as net_amount,
        items.direction * items.tax as tax_amount,
        items.direction * (items.net + items.tax) as gross_amount,
        items.direction * items.document_cost as cost_amount,
        items.currency,
        not items.is_paid_at_once as is_credit_sale,
        reasons.return_reason,
        items.batch_id,
        items.source_row_no,
        items.loaded_at
    from items
    left join sales_offices on items.sales_office = sales_offices.sales_office
    left join reasons on items.reason_code = reasons.reason_code

)

select * from renamed
