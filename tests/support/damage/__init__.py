"""Clean lists, and what a lost layout does to them."""
