{{ feeds_from('mfg_erp') }}
-- Rate type M is the month's average, S the rate at its end.
with

exchange_rates as (

    select * from {{ source('mfg_erp', 'exchange_rates') }}

),

renamed as (

    select
        "GDATU" as rate_date,
        "FCURR" as from_currency,
        "TCURR" as to_currency,
        case "KURST" when 'M' then 'average' when 'S' then 'closing' end as rate_type,
        "UKURS" as rate,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from exchange_rates

)

select * from renamed
