{{ feeds_from('group_pmo') }}
-- The month reads 2025年01月; amounts are in ten thousand yuan (万元) with six decimals, that is in whole cents.
with

report as (

    select * from {{ source('group_pmo', 'projects') }}

),

departments as (

    select * from {{ ref('group_pmo__departments') }}

),

project_types as (

    select * from {{ ref('group_pmo__project_types') }}

),

dated as (

    select
        *,
        substr("月份", 1, 4) || substr("月份", 6, 2) as reported_month
    from report

),

renamed as (

    select
        nullif(trim(dated."项目编号"), '') as project_id,
        {{ text_to('dated.reported_month', 'integer') }} as period_id,
        departments.org_id,
        project_types.project_type,
        cast({{ text_to('dated."完工预算(万元)"', 'decimal(18, 6)') }} * 10000 as decimal(18, 2)) as budget_at_completion,
        cast({{ text_to('dated."累计计划价值(万元)"', 'decimal(18, 6)') }} * 10000 as decimal(18, 2)) as planned_value,
        cast({{ text_to('dated."累计挣值(万元)"', 'decimal(18, 6)') }} * 10000 as decimal(18, 2)) as earned_value,
        cast({{ text_to('dated."累计实际成本(万元)"', 'decimal(18, 6)') }} * 10000 as decimal(18, 2)) as actual_cost,
        cast({{ text_to('dated."累计收益(万元)"', 'decimal(18, 6)') }} * 10000 as decimal(18, 2)) as realised_benefit,
        {{ text_to('dated."立项日期"', 'date') }} as start_date,
        {{ text_to('dated."计划完成日期"', 'date') }} as planned_end,
        {{ text_to('dated."实际上线日期"', 'date') }} as launch_date,
        dated._batch_id as batch_id,
        dated._row_number as source_row_no,
        dated._loaded_at as loaded_at
    from dated
    left join departments on trim(dated."承担部门") = departments.department_name
    left join project_types on trim(dated."项目类型") = project_types.type_name

)

select * from renamed
