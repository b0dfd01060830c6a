"""Helping to sort: which service is this, who speaks the client's language and has room.

Owns: nothing yet. Records: nothing. A suggestion comes with its reasons; a human decides.
"""
