"""Contribution speeches: who was asked for which, how far each is, and how many fit."""
