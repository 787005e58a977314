"""The seat map and the lists beside it."""
