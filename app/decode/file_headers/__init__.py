"""What libvips does not tell of a file: a few bytes of its header, read here within bounds.

Imports `base` and nothing else of `app`.
"""
