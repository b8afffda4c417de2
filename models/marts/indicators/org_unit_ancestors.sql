select
    org_unit_id,
    ancestor_org_unit_id,
    hierarchy_basis,
    distance,
    valid_from,
    valid_to
from {{ ref('int_org_unit_ancestors') }}
