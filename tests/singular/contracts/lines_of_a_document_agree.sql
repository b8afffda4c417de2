-- A billing document has one customer, salesperson, unit, date, currency and kind, on all its lines: any of them will
-- do to read it.
-- 同一单据各行的客户、销售人员、组织、日期、币种与类型一致。
select
    invoice_id,
    count(*) as line_count
from {{ ref('stg_sales_invoice_line') }}
group by invoice_id
having
    min(doc_type) <> max(doc_type)
    or min(invoice_date) <> max(invoice_date)
    or min(org_id) <> max(org_id)
    or min(currency) <> max(currency)
    or min(source_system) <> max(source_system)
    or min(coalesce(customer_id, '')) <> max(coalesce(customer_id, ''))
    or min(coalesce(salesperson_id, '')) <> max(coalesce(salesperson_id, ''))
    or min(coalesce(original_invoice_id, '')) <> max(coalesce(original_invoice_id, ''))
    or min(coalesce(due_date, invoice_date)) <> max(coalesce(due_date, invoice_date))
    or min(case when is_credit_sale then 1 else 0 end) <> max(case when is_credit_sale then 1 else 0 end)
