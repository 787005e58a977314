"""The groups of commands of ``python -m app``."""
