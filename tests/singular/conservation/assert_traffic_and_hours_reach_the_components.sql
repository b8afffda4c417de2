-- Every visitor and hour delivered for a month of the calendar stands in a component, once.
{{ needs_contracts('store_traffic', 'timesheet', 'training_record') }}
with

months as (

    select * from {{ ref('int_months') }}

),

delivered as (

    select
        'visitors' as component,
        sum(store_traffic.visitors) as total
    from {{ ref('stg_store_traffic') }} as store_traffic
    inner join months on store_traffic.traffic_date between months.month_start and months.month_end
    union all
    select
        'worked_hours' as component,
        sum(timesheet.worked_hours) as total
    from {{ ref('stg_timesheet') }} as timesheet
    inner join months on timesheet.work_date between months.month_start and months.month_end
    union all
    select
        'scheduled_hours' as component,
        sum(timesheet.scheduled_hours) as total
    from {{ ref('stg_timesheet') }} as timesheet
    inner join months on timesheet.work_date between months.month_start and months.month_end
    union all
    select
        'training_hours' as component,
        sum(training_record.hours) as total
    from {{ ref('stg_training_record') }} as training_record
    inner join months on training_record.train_date between months.month_start and months.month_end

),

stored as (

    select
        'visitors' as component,
        sum(visitors) as total
    from {{ ref('components_traffic') }}
    {%- for flow in ['worked_hours', 'scheduled_hours', 'training_hours'] %}
    union all
    select
        '{{ flow }}' as component,
        sum({{ flow }}) as total
    from {{ ref('components_workforce') }}
    {%- endfor %}

)

select
    delivered.component,
    delivered.total as delivered_total,
    stored.total as stored_total
from delivered
inner join stored on delivered.component = stored.component
where delivered.total <> stored.total
