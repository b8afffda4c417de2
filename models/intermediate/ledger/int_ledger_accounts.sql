-- Each account with its place in the statements.
with

accounts as (

    select * from {{ ref('stg_gl_account') }}

),

statement_lines as (

    select * from {{ ref('statement_lines') }}

)

select
    accounts.account_code,
    accounts.account_name,
    accounts.account_class,
    accounts.fs_line,
    statement_lines.statement,
    statement_lines.section,
    statement_lines.component,
    statement_lines.debit_sign,
    accounts.is_labor,
    accounts.is_bonus,
    accounts.is_rd,
    accounts.is_marketing,
    accounts.is_channel,
    accounts.is_direct,
    accounts.is_dep_amort,
    coalesce(accounts.is_interest, false) as is_interest
from accounts
inner join statement_lines on accounts.fs_line = statement_lines.fs_line
