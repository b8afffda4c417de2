{{ feeds_from('member_sub') }}
-- One bill a member and month, prices without tax, paid when billed.
with

bills as (

    select * from {{ ref('base_member_sub__bills') }}

),

plans as (

    select * from {{ source('member_sub', 'plans') }}

),

brands as (

    select * from {{ ref('member_sub__brands') }}

),

renamed as (

    select
        'SUB-' || bills.bill_id as invoice_id,
        1 as line_no,
        'subscription' as doc_type,
        bills.billed_on as invoice_date,
        'SUB-' || bills.member_id as customer_id,
        'SUB-' || bills.plan_code as product_id,
        brands.org_id,
        1 as quantity,
        bills.amount as list_amount,
        0 as discount_amount,
        bills.amount as net_amount,
        bills.vat as tax_amount,
        bills.amount + bills.vat as gross_amount,
        {{ text_to('plans.cost_of_service', 'decimal(18, 4)') }} as cost_amount,
        'CNY' as currency,
        false as is_credit_sale,
        bills.batch_id,
        bills.source_row_no,
        bills.loaded_at
    from bills
    left join plans on bills.plan_code = trim(plans.plan)
    left join brands on trim(plans.brand) = brands.brand

)

select * from renamed
