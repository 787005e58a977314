"""How requests come in and pages go out. Knows no feature."""
