{# The components of every unit, window and period end, split by a member such as the product line. Facts are added up to
   leaf, month and member, rolled up, and become windows as the unsplit ones do. What a unit has in all decides whether a
   missing part is 0 or not applicable.
   By employee nothing is rolled up: a post is a leaf unit and an employee, and has a row in every window from its first
   month on until the employee leaves. #}
{% macro member_component_windows(member) -%}
{%- set catalog = catalog_by_member(metric_catalog(), member) -%}
{%- set of_posts = member == 'employee' -%}
{%- set column = member_column(member) -%}
{%- set metrics = metrics_of_class(catalog, ['sum', 'window', 'counted']) -%}
{%- set delivered = metrics | selectattr('is_delivered') | list -%}
{%- set facts = facts_of(metrics, component_facts() + window_facts() + counted_facts()) -%}
with
{% for fact in facts %}
{{ fact }} as {{ materialized() }}(
    {%- if fact in component_facts() %}
    {{ leaf_sums(fact, metrics, ['org_unit_id', 'month_end', column]) }}
    {%- elif fact in window_facts() %}
    {{ leaf_sums(fact, metrics, ['org_unit_id', 'window_code', 'period_end', column]) }}
    {%- else %}
    {{ leaf_sums(fact, metrics, ['org_unit_id', 'stored_basis', 'window_code', 'period_end', column]) }}
    {%- endif %}
),
{% endfor %}
window_months as (

    select * from {{ ref('int_window_months') }}

),

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}{% if of_posts %} where org_unit_id = ancestor_org_unit_id{% endif %}

),

totals as (

    select * from {{ ref('component_windows') }}

),
{%- for fact in facts if fact in component_facts() + window_facts() %}
{%- set time = ['month_end'] if fact in component_facts() else ['window_code', 'period_end'] %}

{{ fact }}_of_units as {{ materialized() }}(
    {{ rolled_up(fact, metrics | selectattr('fact', 'equalto', fact), time, column) }}
),
{%- endfor %}

parts as (
{%- for fact in facts %}
    {%- set is_monthly = fact in component_facts() %}
    {%- set source = fact if fact in counted_facts() else fact ~ '_of_units' %}
    {%- set window = 'window_months' if is_monthly else source %}

    select
        {{ source }}.org_unit_id,
        {{ source }}.stored_basis,
        {{ window }}.window_code,
        {{ window }}.period_end,
        {{ source }}.{{ column }}{% for metric in delivered %},
        {%- if metric.fact != fact %}
        {{ typed_null(component_type()) }} as {{ metric.name }}
        {%- elif is_monthly %}
        sum({{ source }}.{{ metric.name }}) as {{ metric.name }}
        {%- else %}
        {{ source }}.{{ metric.name }}
        {%- endif %}
        {%- endfor %}
    from {{ source }}
    {%- if is_monthly %}
    inner join window_months on {{ source }}.month_end = window_months.month_end
    group by
        {{ source }}.org_unit_id,
        {{ source }}.stored_basis,
        window_months.window_code,
        window_months.period_end,
        {{ source }}.{{ column }}
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}

),
{%- if of_posts %}
{{ staffed_windows(delivered) }}
{%- endif %}

all_parts as (

    select * from parts
    {%- if of_posts %}
    union all
    select * from staffed_windows
    {%- endif %}

),

added_up as {{ materialized() }}(

    select
        org_unit_id,
        stored_basis,
        window_code,
        period_end,
        {{ column }}{% for metric in delivered %},
        sum({{ metric.name }}) as {{ metric.name }}
        {%- endfor %}
    from all_parts
    group by org_unit_id, stored_basis, window_code, period_end, {{ column }}

)

select
    added_up.org_unit_id,
    added_up.stored_basis,
    added_up.window_code,
    added_up.period_end,
    added_up.{{ column }},
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
