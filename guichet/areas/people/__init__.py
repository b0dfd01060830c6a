"""Persons, organisations, staff, and who may see what on whose behalf.

Owns: User, Person, ContactPoint, Organisation, Site, Membership, Delegation, Compartment, Staff, Integration.
Records: nothing. Listens to: nothing.
"""
