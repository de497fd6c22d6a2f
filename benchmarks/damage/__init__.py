"""How well a reading of a damaged agreement list is: lists, damages, readers, score."""
