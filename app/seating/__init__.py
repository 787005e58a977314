"""Who sits where, and why there."""
