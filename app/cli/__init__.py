"""`platesetter`: one file a command, or a group of commands; `main` finds and runs them.

May import every room but `routes`.
"""
