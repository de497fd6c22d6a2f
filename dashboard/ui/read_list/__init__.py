"""Parts of *Read a list*: intake, source, questions."""
