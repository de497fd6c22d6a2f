"""What pages share: the reader's state, the frame, figures with their tables."""
