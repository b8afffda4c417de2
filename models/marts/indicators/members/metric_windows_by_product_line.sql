{{ config(materialized='view') }}
{{ member_metric_windows('product_line') }}
