"""The inks of 16 × 16 × 16 colours: expanded to a table, fitted to one, its error, its file.

May import `base`, `icc` and `colorimetry`.
"""
