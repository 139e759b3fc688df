"""What we add to uvicorn's connection: deadlines, and writing to the client's socket directly.

All that reaches into uvicorn's private parts is in one module. May import `base`.
"""
