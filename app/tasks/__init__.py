"""The plan's tasks: who directs, who leads, who does, by when."""
