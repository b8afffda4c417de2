-- Assets equal liabilities and equity, unclosed profit included: an entity's accounts sum to zero at the start and the
-- end of every period, and so do its movements (control C-24). 每个主体每期试算平衡:资产 = 负债 + 权益(含未结转损益)。
{{ needs_contracts('gl_balance') }}
with

trial_balances as (

    select
        entity_id,
        period_id,
        sum(opening_dr) as opening_difference,
        sum(period_debit - period_credit) as movement_difference,
        sum(closing_dr) as closing_difference
    from {{ ref('stg_gl_balance') }}
    group by entity_id, period_id

)

select *
from trial_balances
where
    opening_difference <> 0
    or movement_difference <> 0
    or closing_difference <> 0
