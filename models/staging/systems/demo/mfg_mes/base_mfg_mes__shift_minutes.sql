{{ feeds_from('mfg_mes') }}
-- The shift calendar with its stops, planned or not by their reason. A stop outside every shift stays, without minutes
-- to stand in, and fails the test.
with

shifts as (

    select * from {{ source('mfg_mes', 'shifts') }}

),

stops as (

    select * from {{ source('mfg_mes', 'stops') }}

),

stop_reasons as (

    select * from {{ ref('mfg_mes__stop_reasons') }}

),

judged_stops as (

    select
        trim(stops."产线") as line_code,
        replace(stops."日期", '/', '-') as stopped_on,
        trim(stops."班次") as shift,
        stop_reasons.is_planned,
        {{ text_to('stops."停机分钟"', 'decimal(12, 2)') }} as minutes
    from stops
    left join stop_reasons on trim(stops."停机原因") = stop_reasons.reason_code

),

downtime as (

    select
        line_code,
        stopped_on,
        shift,
        sum(case when is_planned then minutes else 0 end) as planned_down_min,
        sum(case when not is_planned then minutes else 0 end) as unplanned_down_min,
        sum(case when is_planned is null then 1 else 0 end) as unknown_reasons
    from judged_stops
    group by line_code, stopped_on, shift

),

dated_shifts as (

    select
        trim("产线") as line_code,
        replace("日期", '/', '-') as worked_on,
        trim("班次") as shift,
        {{ text_to('"日历分钟"', 'decimal(12, 2)') }} as calendar_min
    from shifts

),

joined as (

    select
        coalesce(dated_shifts.line_code, downtime.line_code) as line_code,
        coalesce(dated_shifts.worked_on, downtime.stopped_on) as worked_on,
        coalesce(dated_shifts.shift, downtime.shift) as shift,
        dated_shifts.calendar_min,
        cast(coalesce(downtime.planned_down_min, 0) as decimal(12, 2)) as planned_down_min,
        cast(coalesce(downtime.unplanned_down_min, 0) as decimal(12, 2)) as unplanned_down_min,
        coalesce(downtime.unknown_reasons, 0) as unknown_reasons
    from dated_shifts
    full join downtime
        on dated_shifts.line_code = downtime.line_code
        and dated_shifts.worked_on = downtime.stopped_on
        and dated_shifts.shift = downtime.shift

)

select
    line_code,
    {{ text_to('worked_on', 'date') }} as shift_date,
    shift,
    calendar_min,
    planned_down_min,
    unplanned_down_min,
    unknown_reasons
from joined
