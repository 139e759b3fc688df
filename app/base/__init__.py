"""What every room uses: errors, settings, options, resolution, timings.

Imports no other room of `app`, and neither FastAPI nor pyvips.
"""
