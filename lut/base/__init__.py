"""What every room of `lut` uses: errors, colours and inks as integers, chunks, whole files.

Imports no other room.
"""
