"""What delegates have been told about their seats."""
