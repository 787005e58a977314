"""Who is invited: people and places named only by position, their roles, their pass, their seat."""
