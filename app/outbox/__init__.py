"""Letters that leave the house: prepared by other rooms, released by a person, sent by e-mail."""
