{{ feeds_from('member_sub') }}
-- Monthly bills as the platform exports them, typed.
with

bills as (

    select * from {{ source('member_sub', 'bills') }}

),

typed as (

    select
        nullif(trim(bill_id), '') as bill_id,
        nullif(trim(member_id), '') as member_id,
        nullif(trim(plan), '') as plan_code,
        {{ text_to('billed_on', 'date') }} as billed_on,
        {{ text_to('amount', 'decimal(18, 4)') }} as amount,
        {{ text_to('vat', 'decimal(18, 4)') }} as vat,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from bills

)

select * from typed
