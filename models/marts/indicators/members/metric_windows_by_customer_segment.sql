{{ config(materialized='view') }}
{{ member_metric_windows('customer_segment') }}
