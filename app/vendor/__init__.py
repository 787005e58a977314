"""Third-party files that browsers and the printing room need, brought from locked packages."""
