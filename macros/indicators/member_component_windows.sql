{# The components of every unit, window and period end, split by a member such as the product line: the months of a window,
   what is chosen for whole windows (rolled up) and what is counted for every unit are added up in one pass. What a unit
   has in all decides whether a missing part is 0 or not applicable.
   A post has a row in every window from its first month on until the employee leaves. #}
{% macro member_component_windows(member) -%}
{%- set column = member_column(member) -%}
{%- set keys = ['org_unit_id', 'stored_basis', 'window_code', 'period_end', column] -%}
{%- set metrics = metrics_of_class(catalog_by_member(metric_catalog(), member), ['sum', 'window', 'counted']) -%}
{%- set delivered = metrics | selectattr('is_delivered') | list -%}
{%- set monthly = delivered | selectattr('class', 'equalto', 'sum') | list -%}
{%- set set_facts = facts_of(delivered | selectattr('class', 'equalto', 'window') | list, window_facts()) -%}
{%- set count_facts = facts_of(delivered | selectattr('class', 'equalto', 'counted') | list, counted_facts()) -%}
with

month_components as (

    select * from {{ ref(member_relation('month_components', member)) }}

),

totals as (

    select * from {{ ref('metric_windows') }}

),
{%- if set_facts %}

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

),
{%- endif %}
{%- for fact in set_facts %}

{{ fact }}_at_leaf as (
    {{ leaf_sums(fact, delivered, ['org_unit_id', 'window_code', 'period_end', column]) }}
),

{{ fact }} as (
    {{ rolled_up(fact ~ '_at_leaf', delivered | selectattr('fact', 'equalto', fact), ['window_code', 'period_end'], column) }}
),
{%- endfor %}
{%- for fact in count_facts %}

{{ fact }} as (
    {{ leaf_sums(fact, delivered, keys) }}
),
{%- endfor %}

months_of_windows as (

    select
        month_components.org_unit_id,
        month_components.stored_basis,
        window_months.window_code,
        window_months.period_end,
        month_components.{{ column }}{% for metric in monthly %},
        month_components.{{ metric.name }}
        {%- endfor %}
    from month_components
    inner join {{ ref('int_window_months') }} as window_months on month_components.month_end = window_months.month_end

),

parts as (
{%- for part in ['months_of_windows'] + set_facts + count_facts %}

    select
        {{ keys | join(',\n        ') }}{% for metric in delivered %},
        {%- set source = 'months_of_windows' if metric.class == 'sum' else metric.fact %}
        {{ metric.name if part == source else typed_null(component_type()) ~ ' as ' ~ metric.name }}
        {%- endfor %}
    from {{ part }}
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}

),
{%- if member == 'employee' %}
{{ staffed_windows(delivered) }}
{%- endif %}

added_up as (

    select
        {{ keys | join(',\n        ') }}{% for metric in delivered %},
        sum({{ metric.name }}) as {{ metric.name }}
        {%- endfor %}
    from {{ 'staffed_parts' if member == 'employee' else 'parts' }}
    group by {{ keys | join(', ') }}

)

select
    added_up.{{ keys | join(',\n    added_up.') }},
    totals.prior_period_end,
    totals.is_complete,
    totals.has_prior_year,
    totals.months_in_window{% for metric in metrics %},
    {% if metric.is_delivered -%}
    cast(
        case when totals.{{ metric.name }} is not null then coalesce(added_up.{{ metric.name }}, 0) end
        as {{ component_type() }}
    ) as {{ metric.name }}
    {%- else -%}
    {{ typed_null(component_type()) }} as {{ metric.name }}
    {%- endif %}
    {%- endfor %}
from added_up
inner join totals
    on added_up.org_unit_id = totals.org_unit_id
    and added_up.stored_basis = totals.stored_basis
    and added_up.window_code = totals.window_code
    and added_up.period_end = totals.period_end
{%- endmacro %}
