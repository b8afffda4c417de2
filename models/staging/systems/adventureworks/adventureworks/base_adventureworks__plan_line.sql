{{ feeds_from('adventureworks') }}
with

amounts as (

    select
        finance_amounts.*,
        substring(cast(finance_amounts.period_id as {{ dbt.type_string() }}) from 1 for 4)
        || case finance_amounts.scenario when 'budget' then 'B0' else 'F0' end as version
    from {{ ref('base_adventureworks__finance_amounts') }} as finance_amounts
    where finance_amounts.scenario in ('budget', 'forecast') and finance_amounts.statement = 'profit_and_loss'

),

accounts as (

    select * from {{ ref('base_adventureworks__gl_account') }}

)

select
    amounts.scenario,
    amounts.version,
    amounts.period_id,
    amounts.org_id,
    accounts.fs_line as line_code,
    sum(amounts.debit_less_credit * case accounts.account_class when 'expense' then 1 else -1 end) as amount,
    max(amounts.batch_id) as batch_id,
    min(amounts.source_row_no) as source_row_no,
    max(amounts.loaded_at) as loaded_at
from amounts
inner join accounts on amounts.account_code = accounts.account_code
group by amounts.scenario, amounts.version, amounts.period_id, amounts.org_id, accounts.fs_line
