{{ member_component_windows('employee') }}
