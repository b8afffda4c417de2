"""What the indicator build costs at size: contract-level data made in the engine, CPU and memory as multiples of B."""
