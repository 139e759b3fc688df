"""A picture of the print: the proof, what is out of gamut, where the ink is, each plate.

`prove` is the way in.
"""
