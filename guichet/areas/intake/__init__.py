"""From what came in at a door to a ticket: who is it, is it a reply, is it a duplicate, which language.

Owns: InboundMail (raw first), Receipt (idempotency keys). Records: nothing of its own: tickets.* does.
"""
