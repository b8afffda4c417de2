{{ feeds_from('adventureworks') }}
-- FactFinance by month: a date on the 1st closes the month before, and all dates of a month add up. Amounts are turned
-- debit-positive with the account tree's signs and taken as group currency at full ownership (plain sums).
with

facts as (

    select * from {{ source('adventureworks', 'fact_finance') }}

),

scenarios as (

    select * from {{ source('adventureworks', 'dim_scenario') }}

),

accounts as (

    select * from {{ ref('base_adventureworks__accounts') }}
    where statement <> 'statistical'

),

units as (

    select * from {{ ref('adventureworks__units') }}
    where source_kind = 'organization'

),

dated as (

    select
        facts.*,
        case
            when extract(day from facts."Date") = 1 then cast({{ dbt.dateadd('day', -1, 'facts."Date"') }} as date)
            else cast(facts."Date" as date)
        end as closing_date
    from facts

),

joined as (

    select
        lower(scenarios."ScenarioName") as scenario,
        units.org_id,
        cast(
            extract(year from dated.closing_date) * 100 + extract(month from dated.closing_date) as integer
        ) as period_id,
        accounts.account_code,
        accounts.statement,
        accounts.debit_sign,
        cast(dated."Amount" as decimal(18, 2)) * accounts.debit_sign as debit_less_credit,
        dated._batch_id,
        dated._row_number,
        dated._loaded_at
    from dated
    inner join scenarios on dated."ScenarioKey" = scenarios."ScenarioKey"
    inner join accounts on dated."AccountKey" = accounts.account_key
    left join units on cast(dated."OrganizationKey" as {{ dbt.type_string() }}) = units.source_key

)

select
    scenario,
    org_id,
    period_id,
    account_code,
    statement,
    debit_sign,
    cast(sum(debit_less_credit) as decimal(18, 2)) as debit_less_credit,
    max(_batch_id) as batch_id,
    min(_row_number) as source_row_no,
    max(_loaded_at) as loaded_at
from joined
group by scenario, org_id, period_id, account_code, statement, debit_sign
