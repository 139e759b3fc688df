"""A file's header: what libvips states, what it leaves out, and what is refused by it.

May import `base`, and `formats`, `libvips`, `samples` and `picture_header` of `decode`.
"""
