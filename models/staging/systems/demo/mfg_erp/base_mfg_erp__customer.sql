{{ feeds_from('mfg_erp') }}
-- KUNDE_SEIT is the day of the first order (31.01.2025); it is empty for customers who have none before the history.
with

customers as (

    select * from {{ source('mfg_erp', 'customers') }}

),

sales_offices as (

    select * from {{ ref('mfg_erp__sales_offices') }}

),

dated_customers as (

    select
        *,
        case
            when trim("KUNDE_SEIT") <> ''
                then
                    substr("KUNDE_SEIT", 7) || '-' || substr("KUNDE_SEIT", 4, 2) || '-'
                    || substr("KUNDE_SEIT", 1, 2)
        end as customer_since
    from customers

),

renamed as (

    select
        trim(customers."KUNNR") as customer_id,
        nullif(trim(customers."NAME1"), '') as customer_name,
        'b2b' as customer_type,
        nullif(trim(customers."REGIO"), '') as region,
        {{ text_to('customers."ZTERM_TAGE"', 'integer') }} as credit_term_days,
        sales_offices.org_id as owner_org_id,
        'sales' as acquisition_channel,
        {{ text_to('customers.customer_since', 'date') }} as first_purchase_date,
        customers._batch_id as batch_id,
        customers._row_number as source_row_no,
        customers._loaded_at as loaded_at
    from dated_customers as customers
    left join sales_offices on trim(customers."VKBUR") = sales_offices.sales_office

)

select * from renamed
