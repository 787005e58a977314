"""Urging (đôn đốc): reminders before and after deadlines, their record, and calendar feeds."""
