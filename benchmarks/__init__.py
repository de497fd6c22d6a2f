"""How fast the pipeline is, and how much memory it takes: `make bench`."""
