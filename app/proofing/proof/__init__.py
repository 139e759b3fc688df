"""A view of the print: the proof, what is out of gamut, where the ink is, one plate.

`prove` is the way in.
"""
