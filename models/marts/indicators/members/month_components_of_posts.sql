{{ member_month_components('employee') }}
