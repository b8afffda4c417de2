-- What one unit of a currency is worth in the base currency: the month's average for flows, the rate at its end for
-- balances. A rate is never assumed: a test fails where an amount has none.
with

months as (

    select * from {{ ref('int_month_ends') }}

),

rates as (

    select * from {{ ref('stg_fx_rate') }} where to_currency = '{{ var("base_currency") }}'

),

quoted as (

    select
        months.month_end,
        rates.from_currency as currency,
        max(case when rates.rate_type = 'average' then rates.rate end) as average_rate,
        max(case when rates.rate_type = 'closing' then rates.rate end) as closing_rate
    from months
    inner join rates on months.month_end = rates.rate_date
    where rates.from_currency <> '{{ var("base_currency") }}'
    group by months.month_end, rates.from_currency

),

own_currency as (

    select
        month_end,
        '{{ var("base_currency") }}' as currency,
        cast(1 as decimal(18, 8)) as average_rate,
        cast(1 as decimal(18, 8)) as closing_rate
    from months

)

select * from quoted
union all
select * from own_currency
