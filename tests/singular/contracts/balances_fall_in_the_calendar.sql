-- Balances are of a fiscal period, or of the month before the first one: the opening position.
-- 余额所属期间在会计日历内,或为首期前一个月(期初)。
{{ needs_contracts('fiscal_period') }}
with

first_period as (

    select min(period_id) as period_id
    from {{ ref('stg_fiscal_period') }}

),

known_periods as (

    select period_id
    from {{ ref('stg_fiscal_period') }}
    union all
    select case when mod(period_id, 100) = 1 then period_id - 89 else period_id - 1 end
    from first_period

),

balances as (

    select distinct
        'gl_balance' as contract,
        period_id
    from {{ ref('stg_gl_balance') }}
    union all
    select distinct
        'inventory_balance' as contract,
        period_id
    from {{ ref('stg_inventory_balance') }}

)

select balances.*
from balances
left join known_periods
    on balances.period_id = known_periods.period_id
where known_periods.period_id is null
