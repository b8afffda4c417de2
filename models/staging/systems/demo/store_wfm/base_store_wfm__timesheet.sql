{{ feeds_from('store_wfm') }}
-- Stores are no projects, so their hours stand under none.
with

shifts as (

    select * from {{ source('store_wfm', 'shifts') }}

),

stores as (

    select * from {{ ref('store_wfm__stores') }}

),

dayparts as (

    select * from {{ ref('store_wfm__dayparts') }}

),

renamed as (

    select
        trim(shifts."工号") as employee_id,
        {{ text_to('shifts."日期"', 'date') }} as work_date,
        stores.org_id,
        '-' as project_id,
        {{ text_to('shifts."排班工时"', 'decimal(8, 2)') }} as scheduled_hours,
        {{ text_to('shifts."实际工时"', 'decimal(8, 2)') }} as worked_hours,
        {{ text_to('shifts."其中加班"', 'decimal(8, 2)') }} as overtime_hours,
        dayparts.daypart,
        shifts._batch_id as batch_id,
        shifts._row_number as source_row_no,
        shifts._loaded_at as loaded_at
    from shifts
    left join stores on trim(shifts."门店") = stores.store_name
    left join dayparts on trim(shifts."班次") = dayparts.shift_name

)

select * from renamed
