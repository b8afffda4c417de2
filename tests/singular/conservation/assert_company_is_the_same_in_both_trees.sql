-- A reorganisation moves nothing in or out of the company: every indicator of it, and the reason where there is none, is
-- the same as it was and as it is.
with

company_values as (

    select * from {{ ref('indicator_values') }} where org_level = 'L1'

),

compared as (

    select
        coalesce(as_was.indicator_code, as_is.indicator_code) as indicator_code,
        coalesce(as_was.window_code, as_is.window_code) as window_code,
        coalesce(as_was.period_end, as_is.period_end) as period_end,
        as_was.value as value_as_was,
        as_is.value as value_as_is,
        as_was.null_reason as reason_as_was,
        as_is.null_reason as reason_as_is,
        as_was.indicator_code is null or as_is.indicator_code is null as is_one_sided
    from (select * from company_values where hierarchy_basis = 'as_was') as as_was
    full outer join (select * from company_values where hierarchy_basis = 'as_is') as as_is
        on as_was.indicator_code = as_is.indicator_code
        and as_was.indicator_version = as_is.indicator_version
        and as_was.org_unit_id = as_is.org_unit_id
        and as_was.window_code = as_is.window_code
        and as_was.period_end = as_is.period_end

)

select * from compared
where
    is_one_sided
    or value_as_was is distinct from value_as_is
    or reason_as_was is distinct from reason_as_is
