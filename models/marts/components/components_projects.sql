{%- set projects = ['project_month'] -%}
{%- set stocks = {
    'pv': 'planned_value', 'ev': 'earned_value', 'bac': 'budget_at_completion', 'ac': 'actual_cost',
    'benefit': 'realised_benefit'
} -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

project_months as (

    select * from {{ ref('fct_project_months') }}

),

-- What stands at the end of a month is the opening of the next; a launch counts in the month it happened in.
placed as (
    {%- for side, shift in {'opening': 1, 'closing': 0}.items() %}

    select
        org_unit_id,
        project_id,
        month_number + {{ shift }} as month_number
        {%- for stock, column in stocks.items() %},
        {{ column if side == 'opening' else '0' }} as {{ stock }}_opening,
        {{ column if side == 'closing' else '0' }} as {{ stock }}_closing
        {%- endfor %},
        0 as npd_days,
        0 as npd_cnt
    from project_months
    where month_number is not null
    union all
    {%- endfor %}

    select
        org_unit_id,
        project_id,
        launched_month_number as month_number
        {%- for stock in stocks %},
        0 as {{ stock }}_opening,
        0 as {{ stock }}_closing
        {%- endfor %},
        {{ dbt.datediff('start_date', 'launch_date', 'day') | trim }} as npd_days,
        1 as npd_cnt
    from project_months
    where launched_month_number is not null and project_type = 'npd'

),

added_up as (

    select
        org_unit_id,
        project_id,
        month_number
        {%- for stock in stocks %},
        sum({{ stock }}_opening) as {{ stock }}_opening,
        sum({{ stock }}_closing) as {{ stock }}_closing
        {%- endfor %},
        sum(npd_days) as npd_days,
        sum(npd_cnt) as npd_cnt
    from placed
    group by org_unit_id, project_id, month_number

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(added_up.project_id, '-') as project_id,
    {%- for stock in stocks %}
    {%- for side in ['_opening', '_closing'] %}
    {%- set column = stock ~ side %}
    {{ if_delivered(projects, 'coalesce(added_up.' ~ column ~ ', 0)', 'decimal(18, 4)') }} as {{ column }},
    {%- endfor %}
    {%- endfor %}
    {%- for flow in ['npd_days', 'npd_cnt'] %}
    {{ if_delivered(projects, 'coalesce(added_up.' ~ flow ~ ', 0)', 'decimal(18, 2)') }} as {{ flow }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join added_up
    on unit_months.org_unit_id = added_up.org_unit_id
    and unit_months.month_number = added_up.month_number
