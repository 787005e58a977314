"""Giấy mời: a letter for each unit and person, with everybody's own QR code."""
