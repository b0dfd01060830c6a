"""What was published must be looked after: links that lead nowhere, what is to be read again, who is reminded of it.

Owns: Link, Place, Round.
"""
