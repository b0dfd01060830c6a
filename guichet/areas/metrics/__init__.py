"""First figures, each of which opens exactly the list it counted.

Owns: nothing yet: figures are read from tickets and promises. Listens to: nothing.
"""
