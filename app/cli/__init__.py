"""`platesetter`: `main` finds and runs a command, `options` generates its parameters.

May import every room but `routes`.
"""
