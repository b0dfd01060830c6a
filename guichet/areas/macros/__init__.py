"""Templates: words in both languages, and what is done to a ticket when they are sent.

Owns: Macro. Records: macros.ran. Runs the verbs of tickets, one after the other, in one transaction.
"""
