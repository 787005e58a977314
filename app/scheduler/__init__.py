"""Whatever waits for its time: errands that come due, each done by one worker at a time."""
