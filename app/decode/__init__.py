"""A file's header judged, and its pixels read strip by strip, as the file has them.

`open_picture` is the way in. May import `base` and `capacity`.
"""
