"""What delegates open with their phones: their own page, the code on a seat, the poster."""
