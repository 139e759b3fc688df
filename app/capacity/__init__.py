"""How much work the service does at once, and what it holds: slots, memory, temporary files.

Knows no client and no picture. May import `base`.
"""
