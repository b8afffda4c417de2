{{ feeds_from('cn_gl') }}
with

balances as (

    select
        nullif(trim("账套号"), '') as ledger_set,
        replace(trim("期间"), '-', '') as period_text,
        nullif(trim("科目编码"), '') as account_code,
        nullif(trim("部门编码"), '') as department_code,
        nullif(trim("期初方向"), '') as opening_side,
        replace("期初余额", ',', '') as opening_text,
        replace("本期借方", ',', '') as debit_text,
        replace("本期贷方", ',', '') as credit_text,
        nullif(trim("期末方向"), '') as closing_side,
        replace("期末余额", ',', '') as closing_text,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('cn_gl', 'balances') }}

),

ledger_sets as (

    select * from {{ ref('cn_gl__ledger_sets') }}

),

departments as (

    select * from {{ ref('cn_gl__departments') }}

)

select
    coalesce(ledger_sets.entity_id, balances.ledger_set) as entity_id,
    {{ text_to('balances.period_text', 'integer') }} as period_id,
    balances.account_code,
    coalesce(departments.org_id, balances.department_code) as org_id,
    case
        when balances.opening_side = '借' then {{ text_to('balances.opening_text', 'decimal(18, 2)') }}
        when balances.opening_side = '贷' then -{{ text_to('balances.opening_text', 'decimal(18, 2)') }}
        when balances.opening_side = '平' then 0
    end as opening_dr,
    {{ text_to('balances.debit_text', 'decimal(18, 2)') }} as period_debit,
    {{ text_to('balances.credit_text', 'decimal(18, 2)') }} as period_credit,
    case
        when balances.closing_side = '借' then {{ text_to('balances.closing_text', 'decimal(18, 2)') }}
        when balances.closing_side = '贷' then -{{ text_to('balances.closing_text', 'decimal(18, 2)') }}
        when balances.closing_side = '平' then 0
    end as closing_dr,
    balances.batch_id,
    balances.source_row_no,
    balances.loaded_at
from balances
left join ledger_sets on balances.ledger_set = ledger_sets.ledger_set
left join departments on balances.department_code = departments.department_code
