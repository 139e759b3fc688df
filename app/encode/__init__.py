"""Inks become the bytes of a file format: `tiff.header`, `compression.compress`, metadata.

One writer a format. May import `base` and `capacity`.
"""
