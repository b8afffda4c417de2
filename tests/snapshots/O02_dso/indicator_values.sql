with

answers as (

    select * from "windows"."stored_indicator_values"

),

trees as (
    select
        cast('both' as TEXT) as stored_for,
        cast('as_was' as TEXT) as hierarchy_basis
    union all
    select
        cast('both' as TEXT) as stored_for,
        cast('as_is' as TEXT) as hierarchy_basis
    union all
    select
        cast('as_was' as TEXT) as stored_for,
        cast('as_was' as TEXT) as hierarchy_basis
    union all
    select
        cast('as_is' as TEXT) as stored_for,
        cast('as_is' as TEXT) as hierarchy_basis
    
    
)

select
    answers.indicator_code,
    answers.indicator_version,
    answers.org_unit_id,
    answers.org_level,
    answers.window_code,
    answers.period_end,
    trees.hierarchy_basis,
    answers.value,
    answers.numerator,
    answers.denominator,
    answers.null_reason,
    answers.prior_year_value,
    answers.change,
    answers.change_kind,
    answers.is_latest,
    answers.is_default_window,
    cast(null as boolean) as is_certified
from answers
inner join trees on answers.stored_for = trees.stored_for
