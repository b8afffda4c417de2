select
    window_code,
    period_end,
    period_id,
    fiscal_year,
    fiscal_quarter,
    months_in_window,
    is_complete,
    has_prior_year
from {{ ref('int_windows') }}
