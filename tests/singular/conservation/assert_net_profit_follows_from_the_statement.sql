-- Net profit is taken from the flagged statement lines by itself; the statement must lead to the same number: profit
-- before tax less income tax, at every unit and window.
with

metric_windows as (

    select * from {{ ref('metric_windows') }}

)

select
    org_unit_id,
    stored_basis,
    window_code,
    period_end,
    net_profit,
    total_profit,
    inc_tax
from metric_windows
where net_profit is distinct from total_profit - inc_tax
