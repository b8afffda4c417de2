{{ feeds_from('member_sub') }}
-- One bill a member and month, prices without tax, paid when billed.
with

bills as (

    select * from {{ source('member_sub', 'bills') }}

),

plans as (

    select * from {{ source('member_sub', 'plans') }}

),

brands as (

    select * from {{ ref('member_sub__brands') }}

),

offers as (

    select
        trim(plans.plan) as plan_code,
        {{ text_to('plans.cost_of_service', 'decimal(18, 4)') }} as cost_of_service,
        brands.org_id
    from plans
    left join brands on trim(plans.brand) = brands.brand

),

typed as (

    select
        nullif(trim(bill_id), '') as bill_id,
        nullif(trim(member_id), '') as member_id,
        nullif(trim(plan), '') as plan_code,
        {{ text_to('billed_on', 'date') }} as billed_on,
        {{ text_to('amount', 'decimal(18, 4)') }} as amount,
        {{ text_to('vat', 'decimal(18, 4)') }} as vat,
        _batch_id,
        _row_number,
        _loaded_at
    from bills

),

renamed as (

    select
        'SUB-' || bills.bill_id as invoice_id,
        1 as line_no,
        'subscription' as doc_type,
        bills.billed_on as invoice_date,
        cast(null as date) as due_date,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as integer) as order_line_no,
        cast(null as {{ dbt.type_string() }}) as original_invoice_id,
        'SUB-' || bills.member_id as customer_id,
        'SUB-' || bills.plan_code as product_id,
        offers.org_id,
        cast(null as {{ dbt.type_string() }}) as salesperson_id,
        1 as quantity,
        bills.amount as list_amount,
        0 as discount_amount,
        bills.amount as net_amount,
        bills.vat as tax_amount,
        bills.amount + bills.vat as gross_amount,
        offers.cost_of_service as cost_amount,
        'CNY' as currency,
        false as is_credit_sale,
        cast(null as {{ dbt.type_string() }}) as promotion_id,
        cast(null as {{ dbt.type_string() }}) as return_reason,
        bills._batch_id as batch_id,
        bills._row_number as source_row_no,
        bills._loaded_at as loaded_at
    from typed as bills
    left join offers on bills.plan_code = offers.plan_code

)

select * from renamed
