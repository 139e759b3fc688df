"""Endpoints, one file a noun: what a request may ask, and which rooms answer it.

May import every room above it.
"""
