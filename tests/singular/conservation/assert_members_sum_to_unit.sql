-- Nothing is lost or counted twice in a split: the product lines, customer segments and channels of a unit sum to it, in
-- every component that is split by them ('-' takes what belongs to none). A customer is in one segment and one channel,
-- so that even distinct customers add up over these.
{%- set catalog = metric_catalog() %}
with

totals as (

    select * from {{ ref('metric_windows') }}

)
{%- for member in ['product_line', 'customer_segment', 'channel'] %}
{%- set metrics = catalog_by_member(catalog, member).values() | selectattr('class', 'in', ['sum', 'window', 'counted']) | sort(attribute='name') %},

{{ member }}_sums as (

    select
        org_unit_id,
        stored_basis,
        window_code,
        period_end
        {%- for metric in metrics %},
        sum({{ metric.name }}) as {{ metric.name }}
        {%- endfor %}
    from {{ ref('metric_windows_by_' ~ member) }}
    group by org_unit_id, stored_basis, window_code, period_end

)
{%- endfor %}
{% for member in ['product_line', 'customer_segment', 'channel'] %}
{%- set metrics = catalog_by_member(catalog, member).values() | selectattr('class', 'in', ['sum', 'window', 'counted']) | sort(attribute='name') %}
select
    '{{ member }}' as member,
    totals.org_unit_id,
    totals.stored_basis,
    totals.window_code,
    totals.period_end
from totals
left join {{ member }}_sums as sums
    on totals.org_unit_id = sums.org_unit_id
    and totals.stored_basis = sums.stored_basis
    and totals.window_code = sums.window_code
    and totals.period_end = sums.period_end
where
    1 = 0
    {%- for metric in metrics %}
    or coalesce(totals.{{ metric.name }}, 0) <> coalesce(sums.{{ metric.name }}, 0)
    {%- endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}
