{{ config(materialized='view') }}
{{ member_metric_windows('employee') }}
