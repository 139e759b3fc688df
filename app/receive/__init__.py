"""Bytes from a socket into a temporary file: uploads, forms, bodies that are refused.

`read_upload` is the way in. May import `base` and `capacity`.
"""
