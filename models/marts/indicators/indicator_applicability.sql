{{ config(indexes=indexes([{'columns': ['org_unit_id', 'indicator_code', 'hierarchy_basis', 'indicator_version'], 'unique': true}])) }}
{#- Where each indicator applies and since when, or why not and what is missing first. -#}
{%- set catalog = metric_catalog() -%}
{%- set by_employee = catalog_by_member(catalog, 'employee') -%}
with

unit_bases as (

    select * from {{ ref('int_unit_bases') }}

),

units as (

    select
        unit_bases.org_unit_id as unit_id,
        org_units.level_number,
        unit_bases.hierarchy_basis,
        component_starts.*,
        indicator_starts.is_elimination{% for indicator in published_indicators(catalog) %},
        indicator_starts.{{ indicator.name }}__since as since_{{ indicator.name }}
        {%- endfor %}
    from unit_bases
    inner join {{ ref('dim_org_units') }} as org_units on unit_bases.org_unit_id = org_units.org_unit_id
    inner join {{ ref('unit_component_starts') }} as component_starts
        on unit_bases.org_unit_id = component_starts.org_unit_id
        and unit_bases.stored_basis = component_starts.stored_basis
    inner join {{ ref('unit_indicator_starts') }} as indicator_starts
        on unit_bases.org_unit_id = indicator_starts.org_unit_id
        and unit_bases.stored_basis = indicator_starts.stored_basis

),

posts as (

    select
        {{ post_id('component_starts') }} as unit_id,
        6 as level_number,
        unit_bases.hierarchy_basis,
        component_starts.*,
        false as is_elimination{% for indicator in published_indicators(by_employee, lowest_level_from=6) %},
        indicator_starts.{{ indicator.name }}__since as since_{{ indicator.name }}
        {%- endfor %}
    from unit_bases
    inner join {{ ref('post_component_starts') }} as component_starts
        on unit_bases.org_unit_id = component_starts.org_unit_id
        and unit_bases.stored_basis = component_starts.stored_basis
    inner join {{ ref('post_indicator_starts') }} as indicator_starts
        on component_starts.org_unit_id = indicator_starts.org_unit_id
        and component_starts.stored_basis = indicator_starts.stored_basis
        and component_starts.employee_id = indicator_starts.employee_id

),

answers as (
{% for indicator in published_indicators(catalog) %}
{{ applicability_rows(catalog, indicator, 'units') }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- for indicator in published_indicators(by_employee, lowest_level_from=6) %}
union all
{{ applicability_rows(by_employee, indicator, 'posts') }}
{%- endfor %}
)

select
    indicator_code,
    indicator_version,
    org_unit_id,
    org_level,
    hierarchy_basis,
    reason is null as applies,
    case when reason is null then applies_since end as applies_since,
    reason,
    component,
    case component
        {%- for component in catalog.values() | selectattr('type', 'equalto', 'simple') | sort(attribute='name') %}
        when '{{ component.name }}' then '{{ component.meta.contracts | join(', ') }}'
        {%- endfor %}
    end as contracts
from answers
order by org_unit_id, indicator_code
