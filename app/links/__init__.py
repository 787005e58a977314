"""The unguessable address under which a unit works without an account."""
