{{ feeds_from('adventureworks') }}
-- Daily rates, US dollars per unit: the mean of a month's daily averages, and the last end-of-day rate of the month.
with

daily_rates as (

    select
        "CurrencyKey" as currency_key,
        cast("Date" as date) as quoted_on,
        cast({{ dbt.last_day('"Date"', 'month') }} as date) as rate_date,
        cast("AverageRate" as decimal(18, 8)) as average_rate,
        cast("EndOfDayRate" as decimal(18, 8)) as closing_rate,
        _batch_id,
        _row_number,
        _loaded_at
    from {{ source('adventureworks', 'fact_currency_rate') }}

),

currencies as (

    select * from {{ source('adventureworks', 'dim_currency') }}
    where "CurrencyAlternateKey" <> 'USD'

),

ranked as (

    select
        daily_rates.*,
        row_number() over (
            partition by daily_rates.currency_key, daily_rates.rate_date order by daily_rates.quoted_on desc
        ) as recency
    from daily_rates

),

monthly_rates as (

    select
        currency_key,
        rate_date,
        cast(sum(average_rate) as decimal(28, 8)) as average_rate_sum,
        count(*) as day_count,
        max(case when recency = 1 then closing_rate end) as closing_rate,
        max(_batch_id) as batch_id,
        min(_row_number) as source_row_no,
        max(_loaded_at) as loaded_at
    from ranked
    group by currency_key, rate_date

),

rates as (

    select
        monthly_rates.*,
        'average' as rate_type,
        {{ divide('average_rate_sum', 'day_count') }} as rate
    from monthly_rates
    union all
    select
        monthly_rates.*,
        'closing' as rate_type,
        closing_rate as rate
    from monthly_rates

)

select
    rates.rate_date,
    trim(currencies."CurrencyAlternateKey") as from_currency,
    'USD' as to_currency,
    rates.rate_type,
    cast(rates.rate as decimal(18, 8)) as rate,
    rates.batch_id,
    rates.source_row_no,
    rates.loaded_at
from rates
inner join currencies on rates.currency_key = currencies."CurrencyKey"
