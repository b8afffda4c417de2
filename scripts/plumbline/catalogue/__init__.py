"""What the metrics say of themselves, read once from dbt's manifest, and the codes that they may use."""
