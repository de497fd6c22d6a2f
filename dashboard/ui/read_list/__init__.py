"""Parts of *Read a list*: how a list comes in, its source, its open questions."""
