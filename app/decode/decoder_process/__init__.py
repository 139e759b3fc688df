"""Decoding in a process of its own: a decoder that crashes costs one request.

`Decoders` (in `parent`) is the way in. May import the other modules of `decode`.
"""
