"""Deferred work, kept in the database behind the standard Django tasks interface: leased, retried, never lost."""
