-- No sale is compared with two markets: of two scopes of one product line (or of all), neither unit is the other or
-- above it, at any time.
with

scopes as (

    select * from {{ ref('int_market_scopes') }}

),

ancestors as (

    select * from {{ ref('int_org_unit_ancestors') }}

)

select
    lower_scope.scope,
    upper_scope.scope as overlapping_scope
from scopes as lower_scope
inner join ancestors on lower_scope.org_id = ancestors.org_unit_id
inner join scopes as upper_scope
    on ancestors.ancestor_org_unit_id = upper_scope.org_id
    and lower_scope.scope <> upper_scope.scope
where
    lower_scope.product_line is null
    or upper_scope.product_line is null
    or lower_scope.product_line = upper_scope.product_line
