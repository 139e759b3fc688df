"""What surrounds every request: keys, request ID, log, metrics, headers, errors as problem objects.

The first room that imports FastAPI. May import every room above it.
"""
