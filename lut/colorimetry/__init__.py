"""What inks look like: CIELAB and colour difference, colours on a screen, total ink of a pixel.

May import `base` and `icc`.
"""
