{#- Months become windows: flows and stock-months add up, an opening balance comes from the first month, a closing
    balance from the last, the months themselves from the calendar. -#}
{%- set additive = metrics_of_class(['sum', 'opening', 'closing']) -%}
{%- set distinct_counts = metrics_of_class(['distinct']) -%}
{%- set kept_months = {'opening': 'window_months.is_first_month', 'closing': 'window_months.is_last_month'} -%}
with

unit_months as (

    select * from {{ ref('unit_month_components') }}

),

window_months as (

    select * from {{ ref('int_window_months') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

distinct_counts as (

    select * from {{ ref('window_distinct_counts') }}

),

additive as (

    select
        unit_months.org_unit_id,
        unit_months.stored_basis,
        window_months.window_code,
        window_months.period_end{% for metric in additive %},
        {%- if metric.class == 'sum' %}
        cast(sum(unit_months.{{ metric.name }}) as {{ component_type() }}) as {{ metric.name }}
        {%- else %}
        cast(sum(
            case when {{ kept_months[metric.class] }} then unit_months.{{ metric.name }} end
        ) as {{ component_type() }}) as {{ metric.name }}
        {%- endif %}
        {%- endfor %}
    from unit_months
    inner join window_months on unit_months.month_end = window_months.month_end
    group by
        unit_months.org_unit_id,
        unit_months.stored_basis,
        window_months.window_code,
        window_months.period_end

)

select
    additive.org_unit_id,
    additive.stored_basis,
    additive.window_code,
    additive.period_end,
    windows.prior_period_end,
    windows.is_complete,
    windows.has_prior_year,
    windows.months_in_window{% for metric in additive %},
    additive.{{ metric.name }}
    {%- endfor %}{% for metric in distinct_counts %},
    {{ if_delivered(metric.meta.contracts, 'coalesce(distinct_counts.' ~ metric.name ~ ', 0)', component_type()) }} as {{ metric.name }}
    {%- endfor %}
from additive
inner join windows
    on additive.window_code = windows.window_code
    and additive.period_end = windows.period_end
left join distinct_counts
    on additive.org_unit_id = distinct_counts.org_unit_id
    and additive.stored_basis = distinct_counts.stored_basis
    and additive.window_code = distinct_counts.window_code
    and additive.period_end = distinct_counts.period_end
