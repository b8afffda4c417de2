-- The frame of every component fact: each leaf in each reported month, with the version its path had then.
with

paths as (

    select * from {{ ref('int_unit_paths') }} where hierarchy_basis = 'as_was'

),

months as (

    select * from {{ ref('int_months') }}

)

select
    paths.org_unit_id,
    paths.org_unit_version_id,
    months.month_end,
    months.month_number,
    months.period_id
from paths
inner join months
    on months.month_end >= paths.valid_from
    and months.month_end < paths.valid_to
