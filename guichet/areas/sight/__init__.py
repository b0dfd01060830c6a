"""Who can see a file, who saw it, and why: the access log of tickets and of persons' cards.

Also how a caller was recognised before a file opened to them, what was opened while somebody spoke with them, and
what was opened in an emergency by somebody to whom it is closed.
Owns: Sighting, Consulted, Emergency, LegalHold. Records: sight.confidential_viewed, sight.identity_checked,
sight.consulted, sight.exported, sight.emergency_*, sight.hold_*.
Listens to: nothing.
"""
