"""The server around the app: warm-up, compression, headers. `make run` starts it."""
