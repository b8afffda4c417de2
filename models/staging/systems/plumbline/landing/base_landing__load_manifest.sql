{{ feeds_from('landing') }}
select
    batch_id,
    dataset,
    file_name,
    encoding,
    period_from,
    period_to,
    row_count,
    control_column,
    control_total,
    sha256,
    extracted_at,
    loaded_at,
    row_number() over (partition by batch_id order by dataset) as source_row_no
from {{ source('landing', 'load_manifest') }}
