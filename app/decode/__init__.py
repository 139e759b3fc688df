"""Files are opened here: a header is judged, then pixels are read strip by strip.

`picture.open_picture` is the way in. May import `base` and `capacity`.
"""
