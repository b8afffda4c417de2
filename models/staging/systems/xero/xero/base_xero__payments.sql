{{ feeds_from('xero') }}
-- The connector delivers no payments, only their journals. What a payment settled is what it posted on the control
-- account of receivables or payables; the last posting counts where it was edited.
select
    source_id as payment_id,
    case source_type when 'ACCRECPAYMENT' then 'ACCREC' else 'ACCPAY' end as document_type,
    journal_date as payment_date,
    is_standing,
    cast(
        sum(debit_less_credit * case source_type when 'ACCRECPAYMENT' then -1 else 1 end) as decimal(18, 2)
    ) as settled_amount
from {{ ref('base_xero__journal_lines') }}
where
    is_last_posting
    and (
        (source_type = 'ACCRECPAYMENT' and fs_line = 'AR')
        or (source_type = 'ACCPAYPAYMENT' and fs_line = 'AP')
    )
group by source_id, source_type, journal_date, is_standing
