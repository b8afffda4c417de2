-- Every day of the reported months; metric queries end where the closed books end.
select date_day
from {{ ref('int_days') }}
