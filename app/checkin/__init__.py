"""The doors: scanning delegates in, with or without a network, and who is here."""
