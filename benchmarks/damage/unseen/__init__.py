"""How well lists that nobody has seen are read, family by family."""
