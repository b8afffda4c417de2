{{ feeds_from('mfg_erp') }}
-- Dates are turned to ISO text here and typed in the next step.
select
    nullif(trim("CompanyCode"), '') as company_code,
    trim("FiscalYear") || trim("Period") as period_text,
    trim("FiscalYear") || '-' || trim("DocumentNo") as voucher_id,
    "Item" as line_no_text,
    nullif(trim("DocType"), '') as doc_type,
    substr("PostingDate", 7, 4) || '-' || substr("PostingDate", 4, 2) || '-' || substr("PostingDate", 1, 2)
        as posting_date_text,
    substr("EntryTime", 7, 4) || '-' || substr("EntryTime", 4, 2) || '-' || substr("EntryTime", 1, 2)
    || substr("EntryTime", 11) as posted_at_text,
    nullif(trim("Account"), '') as account_number,
    nullif(trim("CostCenter"), '') as cost_centre,
    {{ text_to('"AmountLC"', 'decimal(18, 2)') }} as amount,
    nullif(trim("Currency"), '') as currency,
    {{ text_to('"AmountTC"', 'decimal(18, 2)') }} as txn_amount,
    nullif(trim("Storno"), '') as reversal_mark,
    nullif(trim("CashFlowCode"), '') as cash_flow_code,
    nullif(trim("TradingPartner"), '') as trading_partner,
    nullif(trim("Customer"), '') as customer_id,
    nullif(trim("Vendor"), '') as vendor,
    nullif(trim("Material"), '') as product_id,
    nullif(trim("WBS"), '') as project_id,
    nullif(trim("Reference"), '') as source_doc_id,
    nullif(trim("EnteredBy"), '') as prepared_by,
    nullif(trim("ReleasedBy"), '') as approved_by,
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from {{ source('mfg_erp_gl', 'gl_journal') }}
