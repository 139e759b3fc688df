"""A separation known at 16 × 16 × 16 colours: expanded, fitted, its error measured, its file.

May import `base`, `icc` and `colorimetry`.
"""
