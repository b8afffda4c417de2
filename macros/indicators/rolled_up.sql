{# Leaf sums added up to every unit above the leaf, in the trees of the time (the last of the `time` columns). A post is
   somebody's ('-' for nobody has none) and stays at its leaf. Reads the CTE `roll_up_paths`. #}
{% macro rolled_up(leaf_sums, metrics, time, member=none) %}
{%- set kept = time + ([member] if member else []) %}
    select
        roll_up_paths.ancestor_org_unit_id as org_unit_id,
        roll_up_paths.hierarchy_basis as stored_basis,
        leaves.{{ kept | join(',\n        leaves.') }}{% for metric in metrics if metric.is_delivered %},
        sum(leaves.{{ metric.name }}) as {{ metric.name }}
        {%- endfor %}
    from {{ leaf_sums }} as leaves
    inner join roll_up_paths
        on leaves.org_unit_id = roll_up_paths.org_unit_id
        and leaves.{{ time[-1] }} >= roll_up_paths.valid_from
        and leaves.{{ time[-1] }} < roll_up_paths.valid_to
    {%- if member == 'employee_id' %}
    where
        leaves.employee_id <> '-'
        and roll_up_paths.ancestor_org_unit_id = leaves.org_unit_id
    {%- endif %}
    group by
        roll_up_paths.ancestor_org_unit_id,
        roll_up_paths.hierarchy_basis,
        leaves.{{ kept | join(',\n        leaves.') }}
{% endmacro %}
