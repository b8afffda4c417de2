{%- set scores = ['csat_num', 'psat_num', 'audit_num'] -%}
{%- set weights = ['csat_den', 'psat_den', 'audit_den'] -%}
{%- set counts = ['visits', 'complaints', 'csat_responses', 'psat_responses'] -%}
{%- set contracts_served = ['service_event', 'sales_invoice_line', 'shipment_line'] -%}
{%- set sums = scores + weights + counts + ['service_seconds', 'wait_seconds'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

-- What a unit served: visits, receipts and order lines delivered. The latter two name no doctor or agent.
flows as (

    select
        org_unit_id,
        month_end,
        employee_id,
        {{ sums | join(',\n        ') }},
        visits as service_units
    from {{ ref('int_service_months') }}
    union all
    select
        org_unit_id,
        month_end,
        '-' as employee_id,
        {%- for column in sums %}
        0 as {{ column }},
        {%- endfor %}
        count(*) as service_units
    from {{ ref('fct_sales_documents') }}
    where
        doc_type = 'pos'
        and month_end is not null
    group by org_unit_id, month_end
    union all
    select
        org_unit_id,
        month_end,
        '-' as employee_id,
        {%- for column in sums %}
        0 as {{ column }},
        {%- endfor %}
        sum(lines_change) as service_units
    from {{ ref('fct_order_line_fills') }}
    group by org_unit_id, month_end

),

served as (

    select
        org_unit_id,
        month_end,
        employee_id,
        {%- for column in scores + weights + counts %}
        sum({{ column }}) as {{ column }},
        {%- endfor %}
        {{ divide('sum(service_seconds)', '60') }} as service_min,
        {{ divide('sum(wait_seconds)', '60') }} as wait_min,
        sum(service_units) as service_units
    from flows
    group by org_unit_id, month_end, employee_id

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(served.employee_id, '-') as employee_id,
    {%- for score in scores %}
    {{ if_delivered(['service_event'], 'coalesce(served.' ~ score ~ ', 0)', 'decimal(18, 6)') }} as {{ score }},
    {%- endfor %}
    {%- for quantity in weights + ['service_min', 'wait_min'] %}
    {{ if_delivered(['service_event'], 'coalesce(served.' ~ quantity ~ ', 0)', 'decimal(18, 4)') }} as {{ quantity }},
    {%- endfor %}
    {%- for count in counts %}
    {{ if_delivered(['service_event'], 'coalesce(served.' ~ count ~ ', 0)', 'decimal(18, 2)') }} as {{ count }},
    {%- endfor %}
    {{ if_delivered(contracts_served, 'coalesce(served.service_units, 0)', 'decimal(18, 2)') }} as service_units
from unit_months
left join served
    on unit_months.org_unit_id = served.org_unit_id
    and unit_months.month_end = served.month_end
