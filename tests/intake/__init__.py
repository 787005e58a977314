"""The unit's link."""
