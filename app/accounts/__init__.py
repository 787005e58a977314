"""Staff of the office: who they are, how they sign in, what a program may use in their name."""
