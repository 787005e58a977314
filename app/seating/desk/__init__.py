"""Seating by hand, and announcing it: the protocol officer's desk."""
