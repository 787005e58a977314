"""Late changes: as a person writes them, and what they make of the question."""
