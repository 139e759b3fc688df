"""The report, the proof and the plates of a picture, from the same inks as its conversion.

May import `convert` and the rooms above it.
"""
