"""The answer, sent at the speed at which the client reads, and the name that it has there.

May import `convert`, `connection` and the rooms above them.
"""
