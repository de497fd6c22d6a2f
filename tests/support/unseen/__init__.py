"""Agreement lists that nobody has seen: drawn anew for each seed, with their truth."""
