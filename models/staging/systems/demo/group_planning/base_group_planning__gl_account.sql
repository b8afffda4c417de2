{{ feeds_from('group_planning') }}
-- The accounts of the capital consolidation, which has no chart of its own elsewhere.
with

accounts as (

    select * from {{ source('group_planning', 'elimination_accounts') }}

),

classes as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '类别'

),

sides as (

    select * from {{ ref('group_planning__value_lists') }}
    where value_list = '方向'

),

renamed as (

    select
        trim(accounts."科目编码") as account_code,
        nullif(trim(accounts."科目名称"), '') as account_name,
        classes.code as account_class,
        sides.code as normal_side,
        nullif(trim(accounts."报表项目"), '') as fs_line,
        false as is_labor,
        false as is_bonus,
        false as is_rd,
        false as is_marketing,
        false as is_channel,
        false as is_direct,
        false as is_dep_amort,
        false as is_interest,
        accounts._batch_id as batch_id,
        accounts._row_number as source_row_no,
        accounts._loaded_at as loaded_at
    from accounts
    left join classes on trim(accounts."类别") = classes.source_value
    left join sides on trim(accounts."方向") = sides.source_value

)

select * from renamed
