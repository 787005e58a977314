"""What is printed of the seating."""
