-- What two partners of the group did not book alike, per month and statement: the amount that stays in group profit, or
-- in group assets, until somebody clears it. No row means that all intercompany lines agree.
select
    month_end,
    statement,
    fs_line,
    debit_amount - credit_amount as debit_less_credit
from {{ ref('int_ledger_eliminations') }}
where account_code is null
order by month_end, statement
