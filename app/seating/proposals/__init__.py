"""Plans that were asked for, from the question to the acceptance."""
