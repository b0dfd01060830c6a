"""Helping to sort: which service is this, how pressing, in which language, whose turn. A human decides.

Owns: Suggestion, Verdict, Lesson. Records: triage.suggested, triage.accepted, triage.overridden.
Listens to: tickets.opened, tickets.sorted, tickets.taken, tickets.cancelled (reaction).
"""
