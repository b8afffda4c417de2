{{ feeds_from('mfg_mes') }}
-- Standards of a product in a year; the cycle comes in seconds.
with

routings as (

    select * from {{ source('mfg_mes', 'routings') }}

),

typed as (

    select
        nullif(trim("产品料号"), '') as product_id,
        {{ text_to('"年度"', 'integer') }} as standard_year,
        {{ text_to('"节拍秒"', 'decimal(12, 6)') }} as ideal_cycle_seconds,
        {{ text_to('"单件标准工时"', 'decimal(12, 6)') }} as std_labor_hours_per_unit,
        {{ text_to('"单位标准成本"', 'decimal(18, 4)') }} as std_unit_cost
    from routings

)

select
    product_id,
    standard_year,
    cast({{ divide('ideal_cycle_seconds', 60) }} as decimal(12, 6)) as ideal_cycle_min,
    std_labor_hours_per_unit,
    std_unit_cost
from typed
