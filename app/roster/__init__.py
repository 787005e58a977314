"""Lists of delegates as offices send them: read, matched, shown, imported, taken back."""
