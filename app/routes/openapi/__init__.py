"""What the API's description says of requests, answers and problems, beyond types.

Imported by `routes` and `main`.
"""
