{{ stored_member_windows('channel') }}
