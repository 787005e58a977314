"""The conference at a glance, for the office."""
