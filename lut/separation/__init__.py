"""The pure function from colour to inks: the recipe, the transform, and the rules in order.

May import `conditions` and the rooms above it.
"""
