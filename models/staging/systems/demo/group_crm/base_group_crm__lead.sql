{{ feeds_from('group_crm') }}
with

leads as (

    select * from {{ source('group_crm', 'leads') }}

),

departments as (

    select * from {{ ref('group_crm__departments') }}

),

channels as (

    select * from {{ ref('group_crm__value_lists') }}
    where value_list = '渠道'

),

outcomes as (

    select * from {{ ref('group_crm__value_lists') }}
    where value_list = '商机状态'

),

renamed as (

    select
        'CRM-' || trim(leads."商机编号") as lead_id,
        {{ text_to('leads."创建日期"', 'date') }} as created_date,
        departments.org_id,
        channels.code as channel,
        nullif(trim(leads."负责人工号"), '') as owner_employee_id,
        {{ text_to('leads."关闭日期"', 'date') }} as decided_date,
        outcomes.code as outcome,
        nullif(trim(leads."客户编码"), '') as customer_id,
        leads._batch_id as batch_id,
        leads._row_number as source_row_no,
        leads._loaded_at as loaded_at
    from leads
    left join departments on trim(leads."部门编码") = departments.department_code
    left join channels on trim(leads."来源渠道") = channels.source_value
    left join outcomes on trim(leads."状态") = outcomes.source_value

)

select * from renamed
