"""Promises and the clock ledger, derived from what happens to tickets.

Owns: Promise (one per ticket), PromiseChange (its history), Segment (who held the ticket, to the second),
Maximum (the longest delay that the law leaves), Ladder (who is told how near a promise is).
Records: sla.promise_moved, sla.alerted, sla.file_completed, sla.maximum_*, sla.silence_decided.
Listens to: tickets.*, sla.* (projection).
"""
