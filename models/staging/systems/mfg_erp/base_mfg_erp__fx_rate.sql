{{ feeds_from('mfg_erp') }}
-- Rate type M is the month's average, S the rate at its end.
with

exchange_rates as (

    select * from {{ source('mfg_erp', 'exchange_rates') }}

),

renamed as (

    select
        exchange_rates."GDATU" as rate_date,
        exchange_rates."FCURR" as from_currency,
        exchange_rates."TCURR" as to_currency,
        case exchange_rates."KURST" when 'M' then 'average' when 'S' then 'closing' end as rate_type,
        exchange_rates."UKURS" as rate,
        exchange_rates._batch_id as batch_id,
        exchange_rates._row_number as source_row_no,
        exchange_rates._loaded_at as loaded_at
    from exchange_rates

)

select * from renamed
