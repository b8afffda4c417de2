{{ member_metric_windows('channel') }}
