"""Who can see a file, who saw it, and why: the access log of tickets and of persons' cards.

Also how a caller was recognised before a file opened to them, and what was opened while somebody spoke with them.
Owns: Sighting, Consulted. Records: sight.confidential_viewed, sight.identity_checked, sight.consulted.
Listens to: nothing.
"""
