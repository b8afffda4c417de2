"""The demo group: a deterministic generator of raw files as different source systems would export them."""
