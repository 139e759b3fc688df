"""Tables and their files: kept, found, opened, evicted; the order of the entries.

May import `base`: a table does not know what function it holds.
"""
