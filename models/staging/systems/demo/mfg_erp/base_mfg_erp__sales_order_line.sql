{{ feeds_from('mfg_erp') }}
-- Order items as they stand; days read 31.01.2025. A rejected item was cancelled, by whom its reason says.
with

orders as (

    select * from {{ source('mfg_erp', 'orders') }}

),

sales_offices as (

    select * from {{ ref('mfg_erp__sales_offices') }}

),

rejection_reasons as (

    select * from {{ ref('mfg_erp__rejection_reasons') }}

),

dated as (

    select
        *,
        case
            when trim("AUDAT") <> ''
                then
                    substr("AUDAT", 7) || '-' || substr("AUDAT", 4, 2) || '-'
                    || substr("AUDAT", 1, 2)
        end as ordered_on,
        case
            when trim("EDATU_ERST") <> ''
                then
                    substr("EDATU_ERST", 7) || '-' || substr("EDATU_ERST", 4, 2) || '-'
                    || substr("EDATU_ERST", 1, 2)
        end as first_promised_on,
        case
            when trim("EDATU_AKT") <> ''
                then
                    substr("EDATU_AKT", 7) || '-' || substr("EDATU_AKT", 4, 2) || '-'
                    || substr("EDATU_AKT", 1, 2)
        end as now_promised_on,
        case
            when trim("ABGDATUM") <> ''
                then
                    substr("ABGDATUM", 7) || '-' || substr("ABGDATUM", 4, 2) || '-'
                    || substr("ABGDATUM", 1, 2)
        end as cancelled_on
    from orders

),

renamed as (

    select
        nullif(trim(dated."VBELN"), '') as order_id,
        {{ text_to('dated."POSNR"', 'integer') }} as line_no,
        {{ text_to('dated.ordered_on', 'date') }} as order_date,
        nullif(trim(dated."KUNNR"), '') as customer_id,
        nullif(trim(dated."MATNR"), '') as product_id,
        sales_offices.org_id,
        nullif(trim(dated."PERNR"), '') as salesperson_id,
        {{ text_to('dated."KWMENG"', 'decimal(18, 4)') }} as quantity,
        {{ text_to('dated."NETWR"', 'decimal(18, 2)') }} as net_amount,
        nullif(trim(dated."WAERK"), '') as currency,
        {{ text_to('dated.first_promised_on', 'date') }} as original_promised_date,
        {{ text_to('coalesce(dated.now_promised_on, dated.first_promised_on)', 'date') }} as current_promised_date,
        case
            when trim(dated."ABGRU") <> '' then rejection_reasons.order_status
            when trim(dated."GBSTA") = 'C' then 'fulfilled'
            when trim(dated."GBSTA") = 'A' then 'open'
        end as status,
        {{ text_to('dated.cancelled_on', 'date') }} as cancelled_date,
        dated._batch_id as batch_id,
        dated._row_number as source_row_no,
        dated._loaded_at as loaded_at
    from dated
    left join sales_offices on trim(dated."VKBUR") = sales_offices.sales_office
    left join rejection_reasons on trim(dated."ABGRU") = rejection_reasons.rejection_reason

)

select * from renamed
