{{ feeds_from('group_crm') }}
-- Dates read 2025/01/31 and amounts 45,000.00.
with

spending as (

    select * from {{ source('group_crm', 'marketing_spend') }}

),

departments as (

    select * from {{ ref('group_crm__departments') }}

),

channels as (

    select * from {{ ref('group_crm__value_lists') }}
    where value_list = '渠道'

),

purposes as (

    select * from {{ ref('group_crm__value_lists') }}
    where value_list = '用途'

),

plain as (

    select
        *,
        replace("发生日期", '/', '-') as spent_on,
        replace("金额", ',', '') as spent,
        replace("预期毛利", ',', '') as expected_profit,
        replace("实际毛利", ',', '') as actual_profit
    from spending

),

renamed as (

    select
        'CRM-' || trim(plain."费用单号") as spend_id,
        {{ text_to('plain.spent_on', 'date') }} as spend_date,
        departments.org_id,
        channels.code as channel,
        nullif(trim(plain."活动编号"), '') as campaign_id,
        purposes.code as purpose,
        {{ text_to('plain.spent', 'decimal(18, 2)') }} as amount,
        {{ text_to('plain.expected_profit', 'decimal(18, 2)') }} as baseline_gross_profit,
        {{ text_to('plain.actual_profit', 'decimal(18, 2)') }} as actual_gross_profit,
        plain._batch_id as batch_id,
        plain._row_number as source_row_no,
        plain._loaded_at as loaded_at
    from plain
    left join departments on trim(plain."部门编码") = departments.department_code
    left join channels on trim(plain."渠道") = channels.source_value
    left join purposes on trim(plain."用途") = purposes.source_value

)

select * from renamed
