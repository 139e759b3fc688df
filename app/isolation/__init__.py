"""Decoding in a process of its own: a decoder that crashes costs one request."""

from app.isolation.parent import Decoders

__all__ = ["Decoders"]
