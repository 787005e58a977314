"""Drawing the hall, importing and exporting it."""
