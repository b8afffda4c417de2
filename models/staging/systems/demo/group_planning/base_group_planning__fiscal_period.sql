{{ feeds_from('group_planning') }}
with

periods as (

    select * from {{ source('group_planning', 'periods') }}

),

statuses as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '状态'

),

renamed as (

    select
        {{ text_to('periods."期间"', 'integer') }} as period_id,
        {{ text_to('periods."开始日期"', 'date') }} as start_date,
        {{ text_to('periods."结束日期"', 'date') }} as end_date,
        {{ text_to('periods."会计年度"', 'integer') }} as fiscal_year,
        {{ text_to('periods."季度"', 'integer') }} as fiscal_quarter,
        statuses.code as status,
        {{ text_to('periods."关账时间"', 'timestamp') }} as closed_at,
        false as is_adjustment,
        periods._batch_id as batch_id,
        periods._row_number as source_row_no,
        periods._loaded_at as loaded_at
    from periods
    left join statuses on trim(periods."状态") = statuses.source_value

)

select * from renamed
