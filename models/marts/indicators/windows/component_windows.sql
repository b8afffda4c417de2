{{ config(materialized='view') }}
{#- Months become windows: flows and stock-months add up, an opening balance comes from the first month, a closing
    balance from the last, the months themselves from the calendar. What is chosen for whole windows is only rolled up,
    what is counted for every unit is taken as it is. A view that metric_windows stores once, with the formulas. -#}
{%- set catalog = metric_catalog() -%}
{%- set additive = metrics_of_class(catalog, ['sum', 'opening', 'closing']) -%}
{%- set window_sets = metrics_of_class(catalog, ['window']) -%}
{%- set counts = metrics_of_class(catalog, ['counted']) -%}
{%- set set_facts = facts_of(window_sets, window_facts()) -%}
{%- set count_facts = facts_of(counts, counted_facts()) -%}
{%- set kept_months = {'opening': 'window_months.is_first_month', 'closing': 'window_months.is_last_month'} -%}
{%- set unit_window = ['org_unit_id', 'stored_basis', 'window_code', 'period_end'] -%}
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

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

),

-- The months of each window: flows and stock-months added up, balances from its first or last month.
additive as {{ materialized() }}(

    select
        unit_months.org_unit_id,
        unit_months.stored_basis,
        window_months.window_code,
        window_months.period_end{% for metric in additive if metric.is_delivered %},
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

){% for fact in set_facts %},

-- Chosen for whole windows at the leaf, then rolled up.
{{ fact }}_at_leaf as {{ materialized() }}(
    {{ leaf_sums(fact, window_sets, ['org_unit_id', 'window_code', 'period_end']) }}
),

{{ fact }} as {{ materialized() }}(
    {{ rolled_up(fact ~ '_at_leaf', window_sets | selectattr('fact', 'equalto', fact), ['window_code', 'period_end']) }}
){% endfor %}{% for fact in count_facts %},

-- Counted for every unit and window.
{{ fact }} as {{ materialized() }}(
    {{ leaf_sums(fact, counts, unit_window) }}
){% endfor %}

select
    additive.org_unit_id,
    additive.stored_basis,
    additive.window_code,
    additive.period_end,
    windows.prior_period_end,
    windows.is_complete,
    windows.has_prior_year,
    windows.months_in_window{% for metric in additive %},
    {{ 'additive.' ~ metric.name if metric.is_delivered else typed_null(component_type()) }} as {{ metric.name }}
    {%- endfor %}{% for metric in window_sets %},
    cast({{ metric.fact ~ '.' ~ metric.name if metric.is_delivered else 'null' }} as {{ component_type() }}) as {{ metric.name }}
    {%- endfor %}{% for metric in counts %},
    {{ if_delivered(metric.meta.contracts, 'coalesce(' ~ metric.fact ~ '.' ~ metric.name ~ ', 0)', component_type()) }} as {{ metric.name }}
    {%- endfor %}
from additive
inner join windows
    on additive.window_code = windows.window_code
    and additive.period_end = windows.period_end
{%- for fact in set_facts + count_facts %}
left join {{ fact }}
    on additive.org_unit_id = {{ fact }}.org_unit_id
    and additive.stored_basis = {{ fact }}.stored_basis
    and additive.window_code = {{ fact }}.window_code
    and additive.period_end = {{ fact }}.period_end
{%- endfor %}
