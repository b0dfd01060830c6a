"""Promises and the clock ledger, derived from what happens to tickets.

Owns: Promise (one per ticket), PromiseChange (its history), Segment (who held the ticket, to the second).
Records: sla.promise_moved, sla.alerted. Listens to: tickets.*, sla.* (projection).
"""
