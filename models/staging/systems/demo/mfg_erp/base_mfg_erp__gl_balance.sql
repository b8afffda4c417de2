{{ feeds_from('mfg_erp') }}
-- Every amount of the balance list is signed, credits negative.
with

balances as (

    select
        nullif(trim("CompanyCode"), '') as company_code,
        trim("FiscalYear") || trim("Period") as period_text,
        nullif(trim("Account"), '') as account_number,
        nullif(trim("CostCenter"), '') as cost_centre,
        {{ text_to('"OpeningBalance"', 'decimal(18, 2)') }} as opening_dr,
        {{ text_to('"Debits"', 'decimal(18, 2)') }} as period_debit,
        -{{ text_to('"Credits"', 'decimal(18, 2)') }} as period_credit,
        {{ text_to('"ClosingBalance"', 'decimal(18, 2)') }} as closing_dr,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('mfg_erp_gl', 'gl_balances') }}

),

companies as (

    select * from {{ ref('mfg_erp__companies') }}

),

cost_centres as (

    select * from {{ ref('mfg_erp__cost_centres') }}

)

select
    coalesce(companies.entity_id, balances.company_code) as entity_id,
    {{ text_to('balances.period_text', 'integer') }} as period_id,
    'HM-' || balances.account_number as account_code,
    coalesce(cost_centres.org_id, balances.cost_centre) as org_id,
    balances.opening_dr,
    balances.period_debit,
    balances.period_credit,
    balances.closing_dr,
    balances.batch_id,
    balances.source_row_no,
    balances.loaded_at
from balances
left join companies on balances.company_code = companies.company_code
left join cost_centres on balances.cost_centre = cost_centres.cost_centre
