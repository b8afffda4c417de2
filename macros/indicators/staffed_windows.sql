{# The windows in which a post has a row whether anything happened or not: from its first month on until the employee
   leaves. CTEs `posts`, `staffed_windows` and `staffed_parts`, after the CTE `parts` of member_component_windows. #}
{% macro staffed_windows(metrics) %}
posts as {{ materialized() }}(

    select
        parts.org_unit_id,
        parts.stored_basis,
        parts.employee_id,
        min(parts.period_end) as first_period_end,
        max(employees.leave_date) as leave_date
    from parts
    left join {{ ref('stg_employee') }} as employees on parts.employee_id = employees.employee_id
    group by parts.org_unit_id, parts.stored_basis, parts.employee_id

),

staffed_windows as (

    select
        posts.org_unit_id,
        posts.stored_basis,
        windows.window_code,
        windows.period_end,
        posts.employee_id{% for metric in metrics %},
        {{ typed_null(component_type()) }} as {{ metric.name }}
        {%- endfor %}
    from posts
    inner join {{ ref('int_unit_windows') }} as windows
        on posts.org_unit_id = windows.org_unit_id
        and posts.first_period_end <= windows.period_end
        and (posts.leave_date is null or windows.first_day is null or posts.leave_date >= windows.first_day)

),

staffed_parts as (

    select * from parts
    union all
    select * from staffed_windows

),
{%- endmacro %}
