{{ member_metric_windows('employee', of_posts=true) }}
