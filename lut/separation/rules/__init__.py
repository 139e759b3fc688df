"""What happens to a colour after the transform: black, ink limit, brand, in this order.

Each rule is a pure function of a colour and the inks that it has so far.
"""
