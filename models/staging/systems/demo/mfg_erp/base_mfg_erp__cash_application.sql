{{ feeds_from('mfg_erp') }}
-- Payments credit the customer's account, so the ERP shows them as negative; document type DZ is a customer's payment.
with

payments as (

    select * from {{ source('mfg_erp', 'payments') }}

),

sales_offices as (

    select * from {{ ref('mfg_erp__sales_offices') }}

),

dated_payments as (

    select
        *,
        case
            when trim("AUGDT") <> ''
                then
                    substr("AUGDT", 7) || '-' || substr("AUGDT", 4, 2) || '-'
                    || substr("AUGDT", 1, 2)
        end as applied_on,
        case
            when trim("VALUT") <> ''
                then
                    substr("VALUT", 7) || '-' || substr("VALUT", 4, 2) || '-'
                    || substr("VALUT", 1, 2)
        end as received_on
    from payments

),

renamed as (

    select
        trim(payments."BELNR") as application_id,
        trim(payments."BELNR") as receipt_id,
        {{ text_to('payments.applied_on', 'date') }} as apply_date,
        {{ text_to('payments.received_on', 'date') }} as receipt_date,
        nullif(trim(payments."KUNNR"), '') as customer_id,
        nullif(trim(payments."REBZG"), '') as invoice_id,
        case trim(payments."BLART") when 'DZ' then 'receipt' end as apply_type,
        -{{ text_to('payments."WRBTR"', 'decimal(18, 2)') }} as amount,
        nullif(trim(payments."WAERS"), '') as currency,
        sales_offices.org_id,
        payments._batch_id as batch_id,
        payments._row_number as source_row_no,
        payments._loaded_at as loaded_at
    from dated_payments as payments
    left join sales_offices on trim(payments."VKBUR") = sales_offices.sales_office

)

select * from renamed
