{{ feeds_from('adventureworks') }}
-- The account tree, walked from its roots: an amount counts with the product of the `Operator`s on its way up. Below
-- `Net Income` (4) that makes it income, below `Balance Sheet` (1) assets less liabilities and equity.
with recursive

accounts as (

    select
        "AccountKey" as account_key,
        "ParentAccountKey" as parent_account_key,
        cast("AccountCodeAlternateKey" as {{ dbt.type_string() }}) as native_account_code,
        trim("AccountDescription") as account_name,
        case "Operator" when '-' then -1 else 1 end as operator_sign,
        _batch_id,
        _row_number,
        _loaded_at
    from {{ source('adventureworks', 'dim_account') }}

),

walked as (

    select
        account_key,
        native_account_code as root_account_code,
        1 as sign_to_root
    from accounts
    where parent_account_key is null
    union all
    select
        accounts.account_key,
        walked.root_account_code,
        walked.sign_to_root * accounts.operator_sign as sign_to_root
    from accounts
    inner join walked on accounts.parent_account_key = walked.account_key

),

parents as (

    select distinct parent_account_key from accounts
    where parent_account_key is not null

)

select
    accounts.account_key,
    accounts.native_account_code,
    'AW-' || accounts.native_account_code as account_code,
    accounts.account_name,
    case walked.root_account_code
        when '1' then 'balance_sheet'
        when '4' then 'profit_and_loss'
        else 'statistical'
    end as statement,
    case walked.root_account_code when '4' then -walked.sign_to_root else walked.sign_to_root end as debit_sign,
    parents.parent_account_key is null as is_posting_account,
    accounts._batch_id as batch_id,
    accounts._row_number as source_row_no,
    accounts._loaded_at as loaded_at
from accounts
inner join walked on accounts.account_key = walked.account_key
left join parents on accounts.account_key = parents.parent_account_key
