{{ config(materialized='view') }}
with

metric_windows as (

    select * from {{ ref('metric_windows_with_reasons') }}

),

trees as (
    {{ trees() }}
)

select
    trees.hierarchy_basis,
    metric_windows.*
from metric_windows
inner join trees on metric_windows.stored_for = trees.stored_for
