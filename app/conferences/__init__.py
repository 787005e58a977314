"""The summit itself: its name, time and place, its units and groups, its clock and its history."""
