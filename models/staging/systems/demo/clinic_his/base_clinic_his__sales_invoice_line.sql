{{ feeds_from('clinic_his') }}
-- One charge a visit, exempt from VAT, paid at the desk.
with

charges as (

    select * from {{ source('clinic_his', 'charges') }}

),

departments as (

    select * from {{ ref('clinic_his__departments') }}

),

doctors as (

    select * from {{ ref('clinic_his__doctors') }}

),

renamed as (

    select
        'HIS-' || charges.charge_no as invoice_id,
        1 as line_no,
        'clinic_bill' as doc_type,
        cast(charges.visited_at as date) as invoice_date,
        'HIS-' || charges.record_no as customer_id,
        'HIS-' || charges.service_code as product_id,
        departments.org_id,
        doctors.employee_id as salesperson_id,
        charges.times as quantity,
        charges.charged as list_amount,
        0 as discount_amount,
        charges.charged as net_amount,
        0 as tax_amount,
        charges.charged as gross_amount,
        charges.material_cost as cost_amount,
        'CNY' as currency,
        false as is_credit_sale,
        charges._batch_id as batch_id,
        charges._row_number as source_row_no,
        charges._loaded_at as loaded_at
    from charges
    left join departments on charges.dept_code = departments.department_code
    left join doctors on charges.doctor_code = doctors.doctor_code

)

select * from renamed
