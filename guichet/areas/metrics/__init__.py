"""First figures, each of which opens exactly the list it counted.

Owns: Outcome, derived from the journal, and ParityAudit, what the audits of equal treatment said. Figures
are read from it, from tickets, promises and pulses.
Records: metrics.parity_audited, metrics.parity_decoded.
Listens to: tickets.Resolved, tickets.Reopened, tickets.Unsent.
"""
