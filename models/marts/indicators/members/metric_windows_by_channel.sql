{{ config(materialized='view') }}
{{ member_metric_windows('channel') }}
