"""What has been done at the seat map, so that it can be undone."""
