{{ member_mart('channel') }}
