"""Printing conditions: one, all of them by name, building one from a profile; the shipped data.

May import `grid` and the rooms above it.
"""
