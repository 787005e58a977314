"""All the seating depends on, as it lies on the officer's table."""
