"""`TableStore`: from a recipe to its table or its distances, made now or taken from the cache.

May import every room above it.
"""
