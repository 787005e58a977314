"""Planting the seeds."""
