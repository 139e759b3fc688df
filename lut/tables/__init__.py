"""Tables and their files: made once, mapped, deleted when there are too many; the order of entries.

May import `base`: a table does not know what function it holds.
"""
