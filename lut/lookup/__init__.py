"""The hot loop: pixels to inks, by a table or without one.

May import `separation`, `tables` and `base`.
"""
