"""The morning itself: what is on now, moved from the console, followed on every screen."""
