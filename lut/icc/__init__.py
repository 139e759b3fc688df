"""ICC profiles: checked before use, the unoptimised transform between two, the shipped RGB spaces.

May import `base`.
"""
