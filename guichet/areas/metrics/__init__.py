"""First figures, each of which opens exactly the list it counted.

Owns: Outcome, derived from the journal. Figures are read from it, from tickets, promises and pulses.
Listens to: tickets.Resolved, tickets.Reopened, tickets.Unsent.
"""
