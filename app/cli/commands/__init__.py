"""The commands: one file a command, or a group of commands, of the command's own name.

`app.cli.main` imports a command's module when the command runs.
"""
