"""What is still to be done, derived from everything the plan holds."""
