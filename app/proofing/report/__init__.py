"""Ink statistics of a whole picture, at full size.

`report` (in `compose`) is the way in; `fields` says what a report holds.
"""
