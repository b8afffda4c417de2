{{ member_month_components('channel') }}
