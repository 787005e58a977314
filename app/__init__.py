"""Nghị Sự: the conference plan, and everything that is derived from it."""
