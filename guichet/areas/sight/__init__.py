"""Who can see a file, who saw it, and why: the access log of tickets and of persons' cards.

Owns: Sighting. Records: sight.confidential_viewed. Listens to: nothing.
"""
