"""`TableStore`: from a recipe to its table or its distances, made or found.

May import every room above it.
"""
