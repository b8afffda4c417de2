{{ feeds_from('mfg_erp') }}
-- Credit memos (G2) come with positive amounts, days as 31.01.2025, costs in the company's currency.
with

billing as (

    select * from {{ source('mfg_erp', 'billing') }}

),

sales_offices as (

    select * from {{ ref('mfg_erp__sales_offices') }}

),

reasons as (

    select * from {{ ref('mfg_erp__return_reasons') }}

),

dated as (

    select
        *,
        case
            when trim("FKDAT") <> ''
                then
                    substr("FKDAT", 7) || '-' || substr("FKDAT", 4, 2) || '-'
                    || substr("FKDAT", 1, 2)
        end as billed_on,
        case
            when trim("ZFBDT") <> ''
                then
                    substr("ZFBDT", 7) || '-' || substr("ZFBDT", 4, 2) || '-'
                    || substr("ZFBDT", 1, 2)
        end as due_on
    from billing

),

typed as (

    select
        nullif(trim(dated."VBELN"), '') as invoice_id,
        {{ text_to('dated."POSNR"', 'integer') }} as line_no,
        case trim(dated."FKART") when 'F2' then 'invoice' when 'G2' then 'credit_note' end as doc_type,
        case trim(dated."FKART") when 'F2' then 1 when 'G2' then -1 end as direction,
        {{ text_to('dated.billed_on', 'date') }} as invoice_date,
        {{ text_to('dated.due_on', 'date') }} as due_date,
        nullif(trim(dated."VGBEL"), '') as original_invoice_id,
        nullif(trim(dated."KUNAG"), '') as customer_id,
        nullif(trim(dated."MATNR"), '') as product_id,
        sales_offices.org_id,
        nullif(trim(dated."PERNR"), '') as salesperson_id,
        {{ text_to('dated."FKIMG"', 'decimal(18, 4)') }} as quantity,
        {{ text_to('dated."BRTWR"', 'decimal(18, 4)') }} as list_amount,
        {{ text_to('dated."RABATT"', 'decimal(18, 4)') }} as discount,
        {{ text_to('dated."NETWR"', 'decimal(18, 4)') }} as net,
        {{ text_to('dated."MWSBP"', 'decimal(18, 4)') }} as tax,
        {{ text_to('dated."WAVWR"', 'decimal(18, 4)') }} as local_cost,
        {{ text_to('dated."KURRF"', 'decimal(9, 5)') }} as exchange_rate,
        nullif(trim(dated."WAERK"), '') as currency,
        coalesce(trim(dated."BARVERKAUF"), '') <> 'X' as is_credit_sale,
        reasons.return_reason,
        dated._batch_id,
        dated._row_number,
        dated._loaded_at
    from dated
    left join sales_offices on trim(dated."VKBUR") = sales_offices.sales_office
    left join reasons on trim(dated."AUGRU") = reasons.reason_code

),

renamed as (

    select
        invoice_id,
        line_no,
        doc_type,
        invoice_date,
        due_date,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as integer) as order_line_no,
        original_invoice_id,
        customer_id,
        product_id,
        org_id,
        salesperson_id,
        direction * quantity as quantity,
        direction * list_amount as list_amount,
        direction * discount as discount_amount,
        direction * net as net_amount,
        direction * tax as tax_amount,
        direction * (net + tax) as gross_amount,
        direction * cast({{ divide('local_cost', 'exchange_rate') }} as decimal(18, 4)) as cost_amount,
        currency,
        is_credit_sale,
        cast(null as {{ dbt.type_string() }}) as promotion_id,
        return_reason,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from typed

)

select * from renamed
