{{ member_component_windows('channel') }}
