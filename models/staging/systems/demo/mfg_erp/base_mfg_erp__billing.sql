{{ feeds_from('mfg_erp') }}
-- Billing items as the ERP exports them, typed; days read 31.01.2025.
with

billing as (

    select * from {{ source('mfg_erp', 'billing') }}

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
        nullif(trim("VBELN"), '') as document_no,
        {{ text_to('"POSNR"', 'integer') }} as item_no,
        trim("FKART") as billing_type,
        {{ text_to('billed_on', 'date') }} as billing_date,
        {{ text_to('due_on', 'date') }} as due_date,
        nullif(trim("VGBEL"), '') as original_document_no,
        nullif(trim("KUNAG"), '') as customer_no,
        nullif(trim("MATNR"), '') as material_no,
        trim("VKBUR") as sales_office,
        nullif(trim("PERNR"), '') as sales_person_no,
        {{ text_to('"FKIMG"', 'decimal(18, 4)') }} as quantity,
        {{ text_to('"BRTWR"', 'decimal(18, 4)') }} as list_amount,
        {{ text_to('"RABATT"', 'decimal(18, 4)') }} as discount,
        {{ text_to('"NETWR"', 'decimal(18, 4)') }} as net,
        {{ text_to('"MWSBP"', 'decimal(18, 4)') }} as tax,
        {{ text_to('"WAVWR"', 'decimal(18, 4)') }} as local_cost,
        nullif(trim("WAERK"), '') as currency,
        {{ text_to('"KURRF"', 'decimal(9, 5)') }} as exchange_rate,
        coalesce(trim("BARVERKAUF"), '') = 'X' as is_paid_at_once,
        nullif(trim("AUGRU"), '') as reason_code,
        nullif(trim("AUBEL"), '') as sales_order_no,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from dated

)

select * from typed
