{{ feeds_from('cn_gl') }}
with

accounts as (

    select
        nullif(trim("科目编码"), '') as account_code,
        nullif(trim("科目名称"), '') as account_name,
        nullif(trim("科目类别"), '') as class_name,
        nullif(trim("余额方向"), '') as side_name,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from {{ source('cn_gl', 'accounts') }}
    where trim("是否末级") = '是'

),

mapping as (

    select * from {{ ref('cn_gl__account_map') }}

)

select
    accounts.account_code,
    accounts.account_name,
    case
        when accounts.class_name = '资产' then 'asset'
        when accounts.class_name = '负债' then 'liability'
        when accounts.class_name = '权益' then 'equity'
        when accounts.class_name = '成本' then 'cost'
        when accounts.class_name = '损益' and accounts.side_name = '贷' then 'revenue'
        when accounts.class_name = '损益' and accounts.side_name = '借' then 'expense'
    end as account_class,
    case when accounts.side_name = '借' then 'DR' when accounts.side_name = '贷' then 'CR' end as normal_side,
    mapping.fs_line,
    mapping.is_labor,
    mapping.is_bonus,
    mapping.is_rd,
    mapping.is_marketing,
    mapping.is_channel,
    mapping.is_direct,
    mapping.is_dep_amort,
    mapping.is_interest,
    accounts.batch_id,
    accounts.source_row_no,
    accounts.loaded_at
from accounts
left join mapping on accounts.account_code = mapping.account_code
