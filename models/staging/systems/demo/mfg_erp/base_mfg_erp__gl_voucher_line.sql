{{ feeds_from('mfg_erp') }}
-- One signed amount becomes a debit or a credit; a reversal stays, negative, on the side of what it reverses. A code
-- that a mapping seed does not know stays as delivered, for the contract's checks to find.
with

journal as (

    select
        *,
        coalesce(reversal_mark, '') = 'X' as is_red_letter
    from {{ ref('base_mfg_erp__gl_journal') }}

),

companies as (

    select * from {{ ref('mfg_erp__companies') }}

),

cost_centres as (

    select * from {{ ref('mfg_erp__cost_centres') }}

),

cash_flow_codes as (

    select * from {{ ref('mfg_erp__cash_flow_codes') }}

)

select
    coalesce(companies.entity_id, journal.company_code) as entity_id,
    journal.voucher_id,
    {{ text_to('journal.line_no_text', 'integer') }} as line_no,
    {{ text_to('journal.posting_date_text', 'date') }} as posting_date,
    {{ text_to('journal.period_text', 'integer') }} as period_id,
    'HM-' || journal.account_number as account_code,
    coalesce(cost_centres.org_id, journal.cost_centre) as org_id,
    case when (journal.amount > 0) <> journal.is_red_letter then journal.amount else 0 end as debit_amount,
    case when (journal.amount > 0) = journal.is_red_letter then -journal.amount else 0 end as credit_amount,
    journal.currency,
    journal.txn_amount,
    journal.is_red_letter,
    journal.doc_type = 'CL' as is_closing_entry,
    coalesce(cash_flow_codes.cash_flow_item, journal.cash_flow_code) as cash_flow_item,
    coalesce(partners.entity_id, journal.trading_partner, journal.vendor) as counterparty_entity_id,
    journal.customer_id,
    journal.product_id,
    journal.project_id,
    journal.source_doc_id,
    journal.prepared_by,
    journal.approved_by,
    {{ text_to('journal.posted_at_text', 'timestamp') }} as posted_at,
    journal.batch_id,
    journal.source_row_no,
    journal.loaded_at
from journal
left join companies on journal.company_code = companies.company_code
left join companies as partners on journal.trading_partner = partners.company_code
left join cost_centres on journal.cost_centre = cost_centres.cost_centre
left join cash_flow_codes on journal.cash_flow_code = cash_flow_codes.cash_flow_code
