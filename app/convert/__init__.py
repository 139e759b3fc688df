"""One conversion: its plan, from strips to inks, and the engine that all conversions share.

`Engine.begin` is the way in. May import `base`, `capacity`, `decode` and `encode`.
"""
