"""Awards: forms, recipients, the batches in which they come on stage."""
