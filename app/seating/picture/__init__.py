"""How seats are drawn and coloured."""
