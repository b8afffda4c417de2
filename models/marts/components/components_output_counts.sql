{#- Products and units of measure made cannot be added up: they are counted for every unit, window and tree. One row in
    a month is enough for each, so the reports are read as distinct products first. -#}
with

products_made as (

    select distinct
        org_unit_id,
        month_end,
        product_id,
        uom
    from {{ ref('fct_production_reports') }}
    where month_end is not null

),

roll_up_paths as (

    select * from {{ ref('int_roll_up_paths') }}

),

window_months as (

    select * from {{ ref('int_window_months') }}

)

select
    roll_up_paths.ancestor_org_unit_id as org_unit_id,
    roll_up_paths.hierarchy_basis as stored_basis,
    window_months.window_code,
    window_months.period_end,
    cast(count(distinct products_made.product_id) as decimal(18, 2)) as output_products,
    cast(count(distinct products_made.uom) as decimal(18, 2)) as output_uoms
from products_made
inner join roll_up_paths
    on products_made.org_unit_id = roll_up_paths.org_unit_id
    and products_made.month_end >= roll_up_paths.valid_from
    and products_made.month_end < roll_up_paths.valid_to
inner join window_months on products_made.month_end = window_months.month_end
group by
    roll_up_paths.ancestor_org_unit_id,
    roll_up_paths.hierarchy_basis,
    window_months.window_code,
    window_months.period_end
