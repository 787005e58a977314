"""The hall as data: blocks, rows, seats, aisles, doors, the stage, and seats taken out."""
