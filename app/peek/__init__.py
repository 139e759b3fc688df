"""What the decoder does not tell of a file: a few bytes of its header, read here, in bounds."""
