"""From inks to the bytes of a file format: the TIFF, its compression, its metadata.

One writer a format. May import `base` and `capacity`.
"""
