{{ config(materialized='view') }}
{#- Every metric of every unit and window, once where the trees agree, and since when each indicator applies: what is
    published is cut from this. -#}
with

metric_windows as (

    select * from {{ ref('metric_windows_with_reasons') }}

),

indicator_starts as (

    select * from {{ ref('unit_indicator_starts') }}

),

windows as (

    select * from {{ ref('int_windows') }}

)

select
    metric_windows.*{% for indicator in published_indicators(metric_catalog()) %},
    indicator_starts.{{ indicator.name }}__since
    {%- endfor %}
from metric_windows
inner join indicator_starts
    on metric_windows.org_unit_id = indicator_starts.org_unit_id
    and metric_windows.stored_basis = indicator_starts.stored_basis
inner join windows
    on metric_windows.window_code = windows.window_code
    and metric_windows.period_end = windows.period_end
where
    {{ published_window('windows', 'indicator_starts') }}
