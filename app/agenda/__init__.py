"""The programme: items in order, with their times."""
