{%- set invoices = ['sales_invoice_line'] -%}
{%- set members = ['customer_segment', 'channel', 'employee_id'] -%}
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

documents as (

    select * from {{ ref('fct_sales_documents') }} where month_end is not null

),

first_dates as (

    select
        customer_id,
        first_purchase_date,
        cast({{ dbt.dateadd('month', var('new_customer_months'), 'first_purchase_date') }} as date) as new_until_date
    from {{ ref('fct_customer_first_dates') }}

),

-- Credit notes of clinic bills. What they are is settled before the join: a condition on the left table of a left join
-- makes a nested loop over both.
clinic_credit_notes as (

    select credit_notes.invoice_id
    from documents as credit_notes
    inner join documents as clinic_bills on credit_notes.original_invoice_id = clinic_bills.invoice_id
    where credit_notes.doc_type = 'credit_note' and clinic_bills.doc_type = 'clinic_bill'

),

judged as (

    select
        documents.*,
        first_dates.customer_id is not null
        and documents.invoice_date >= first_dates.first_purchase_date
        and documents.invoice_date < first_dates.new_until_date as is_of_new_customer,
        documents.doc_type = 'clinic_bill' or clinic_credit_notes.invoice_id is not null as is_outpatient
    from documents
    left join first_dates on documents.customer_id = first_dates.customer_id
    left join clinic_credit_notes on documents.invoice_id = clinic_credit_notes.invoice_id

),

flows as (

    select
        org_unit_id,
        month_end,
        customer_segment,
        channel,
        employee_id,
        sum(case when doc_type in ('pos', 'clinic_bill', 'invoice') then 1 else 0 end) as txn_cnt,
        sum(case when customer_id is not null then net_base_amount else 0 end) as net_sales_id,
        sum(case when is_of_new_customer then net_base_amount else 0 end) as new_cust_sales,
        sum(case when is_outpatient then net_base_amount else 0 end) as outpatient_rev,
        cast(0 as bigint) as new_cust_cnt
    from judged
    group by org_unit_id, month_end, customer_segment, channel, employee_id
    union all
    select
        org_unit_id,
        month_end,
        customer_segment,
        channel,
        employee_id,
        0 as txn_cnt,
        0 as net_sales_id,
        0 as new_cust_sales,
        0 as outpatient_rev,
        count(*) as new_cust_cnt
    from {{ ref('fct_first_purchases') }}
    group by org_unit_id, month_end, customer_segment, channel, employee_id

),

added_up as (

    select
        org_unit_id,
        month_end,
        {%- for member in members %}
        coalesce({{ member }}, '-') as {{ member }},
        {%- endfor %}
        sum(txn_cnt) as txn_cnt,
        sum(net_sales_id) as net_sales_id,
        sum(new_cust_sales) as new_cust_sales,
        sum(outpatient_rev) as outpatient_rev,
        sum(new_cust_cnt) as new_cust_cnt
    from flows
    group by org_unit_id, month_end, coalesce(customer_segment, '-'), coalesce(channel, '-'), coalesce(employee_id, '-')

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {%- for member in members %}
    coalesce(added_up.{{ member }}, '-') as {{ member }},
    {%- endfor %}
    {%- for flow in ['net_sales_id', 'new_cust_sales', 'outpatient_rev'] %}
    {{ if_delivered(invoices, 'coalesce(added_up.' ~ flow ~ ', 0)', 'decimal(18, 4)') }} as {{ flow }},
    {%- endfor %}
    {%- for count in ['txn_cnt', 'new_cust_cnt'] %}
    {{ if_delivered(invoices, 'coalesce(added_up.' ~ count ~ ', 0)', 'decimal(18, 2)') }} as {{ count }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from unit_months
left join added_up
    on unit_months.org_unit_id = added_up.org_unit_id
    and unit_months.month_end = added_up.month_end
