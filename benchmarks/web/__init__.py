"""The dashboard beside what else one could build, in a real browser: `make bench-web`."""
